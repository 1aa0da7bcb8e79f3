import Glibc

/// Runs a SimPy twin and reports how many times faster we are, if there is a Python with SimPy.
///
/// The script prints CPU nanoseconds a request. It lies beside this source, found from the
/// package's folder, where benchmarks are run.
func compare(_ name: String, script: String, python: String?, nanoseconds: Double) {
  guard let python else { return }
  var best = Double.infinity
  for _ in 0..<3 {
    guard let pipe = popen("\(python) Sources/wavetank-bench/simpy/\(script)", "r") else { return }
    var buffer = [CChar](repeating: 0, count: 256)
    if fgets(&buffer, 256, pipe) != nil {
      let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let text = String(decoding: bytes, as: UTF8.self)
      let words = text.split(whereSeparator: \.isWhitespace)
      if let value = words.first.flatMap({ Double($0) }) { best = min(best, value) }
      if words.count > 1 { report("\(script)_check", Double(words[1]) ?? 0, "ms") }
    }
    pclose(pipe)
  }
  guard best.isFinite else {
    print("error: \(script) gave no figure; is SimPy in \(python)?")
    return
  }
  report("\(name)_ns", best, "ns")
  report(name, best / nanoseconds, "times")
}

// libFuzzer with one of our readers: wavetank-fuzz TARGET [libFuzzer's options] [CORPUS…]

import Glibc

/// libFuzzer's own main loop, from the compiler's runtime.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Starts libFuzzer on the target that the first argument names; the others are libFuzzer's.
func fuzz() -> CInt {
  let arguments = CommandLine.arguments
  guard arguments.count > 1, let target = Target.all.first(where: { $0.name == arguments[1] })
  else {
    let names = Target.all.map(\.name).joined(separator: "|")
    print("usage: wavetank-fuzz \(names) [OPTION…] [CORPUS…]")
    return 2
  }
  Target.chosen = target
  let passed = [arguments[0], "-max_len=\(target.lengthMax)"] + arguments.dropFirst(2)
  let words = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    .allocate(capacity: passed.count + 1)
  for (place, word) in passed.enumerated() { words[place] = strdup(word) }
  words[passed.count] = nil
  var count = CInt(passed.count)
  var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = words
  return runFuzzer(&count, &pointer) { bytes, length in
    Target.chosen.read(Array(UnsafeBufferPointer(start: bytes, count: length)))
    return 0
  }
}

exit(fuzz())

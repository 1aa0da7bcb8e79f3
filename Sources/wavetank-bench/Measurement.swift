import Glibc

/// CPU seconds (user and system) that this process has used.
func processSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The least CPU seconds over `runs` repetitions, for other programs only ever add to it.
func bestOf(_ runs: Int, _ body: () -> Void) -> Double {
  var best = Double.infinity
  for _ in 0..<runs {
    let start = processSeconds()
    body()
    best = min(best, processSeconds() - start)
  }
  return best
}

/// Resident memory of this process in bytes, as the kernel counts it.
func residentBytes() -> Int {
  guard let file = fopen("/proc/self/statm", "r") else { return 0 }
  defer { fclose(file) }
  var total = 0
  var resident = 0
  withUnsafeMutablePointer(to: &total) { total in
    withUnsafeMutablePointer(to: &resident) { resident in
      withVaList([total, resident]) { _ = vfscanf(file, "%ld %ld", $0) }
    }
  }
  return resident * Int(sysconf(Int32(_SC_PAGESIZE)))
}

/// Prints one figure as `name value unit` and keeps it for the list of figures.
func report(_ name: String, _ value: Double, _ unit: String) {
  let digits = value >= 1_000 ? value.rounded() : (value * 100).rounded() / 100
  print(name, digits, unit)
  Figures.all.append(Figure(name: name, value: digits, unit: unit))
}

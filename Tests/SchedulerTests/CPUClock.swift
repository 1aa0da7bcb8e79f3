import Foundation

/// Measures the CPU time of this process.
struct CPUClock {
  private let start = clock()

  var milliseconds: Int {
    Int(Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1_000)
  }
}

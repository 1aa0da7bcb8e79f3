/// One reader under test: what it does with bytes that anybody may have written.
struct Target {
  /// Its name on the command line, and that of its corpus and dictionary.
  let name: String
  /// The longest input that is tried, in bytes.
  let lengthMax: Int
  /// Reads the bytes. A trap, a hang or too much memory is a finding; an error that it throws or
  /// swallows is not.
  let read: @Sendable ([UInt8]) -> Void

  init(_ name: String, lengthMax: Int, _ read: @escaping @Sendable ([UInt8]) -> Void) {
    self.name = name
    self.lengthMax = lengthMax
    self.read = read
  }

  /// All readers.
  static let all = [
    documents, manifests, quantities, selectors, durations, scenarios, configurations, cases,
  ]

  /// The one that this process tries; set once, before the first input.
  nonisolated(unsafe) static var chosen = documents
}

/// Stops the program: what must hold of every input does not.
func require(_ holds: Bool, _ message: @autoclosure () -> String) {
  precondition(holds, message())
}

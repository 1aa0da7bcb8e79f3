import ArgumentParser

/// How the program ends, for scripts that start it.
enum ExitStatus {
  /// The run finished and refuses to vouch for itself, or breaks an expectation.
  static let doubtful: Int32 = 1
  /// Bad input: nothing was run, nothing was written.
  static let badInput: Int32 = 2
  /// The output could not be written; what was there before is as it was.
  static let unwritable: Int32 = 3
}

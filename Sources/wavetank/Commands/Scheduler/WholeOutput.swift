import Results

/// A file that a verb may write beside what it prints.
enum WholeOutput {
  /// What `body` finds out, whose text is written to the file at `path` as a whole or not at all;
  /// nowhere for nil.
  ///
  /// - Throws: exit status 2 or 3, when what is wrong has been printed.
  static func writing<Value>(
    to path: String?, _ body: () throws -> (value: Value, text: String)
  ) throws -> Value {
    try Input.checked { () throws -> Value in
      guard let path else { return try body().value }
      let file = try WholeFile(path)
      return try Interruption.guarding(file.abandon) { () throws -> Value in
        let found = try body()
        try Interruption.uninterrupted { try file.commit(found.text) }
        return found.value
      }
    }
  }
}

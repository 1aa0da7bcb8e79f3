import Documents

/// What a configuration's file tells a plugin that is not of this module, as it is written.
public struct RawArguments: PluginArguments {
  /// The value of `args`.
  public let node: DocumentNode
  /// The way to it, for messages.
  public let path: FieldPath
  /// The file's name in messages.
  public let file: String

  /// The value `node`, at `path` of `file`.
  public init(node: DocumentNode, path: FieldPath, file: String) {
    self.node = node
    self.path = path
    self.file = file
  }

  /// What `body` makes of the arguments' fields; a field that it does not ask for is an error.
  ///
  /// - Throws: everything that is wrong, with its place in the file; let it through, and the reader
  ///   of the configuration reports it beside its own findings.
  public func read<Value>(_ body: (MappingReader) -> Value) throws(Problems) -> Value {
    let log = ProblemLog(file: file)
    let value = ValueReader(node, path: path, log: log).object { reader -> Value? in
      reader.ignore(["apiVersion", "kind"])
      return body(reader)
    }
    try log.throwIfErrors()
    guard let value else {
      // Not reached: what is no mapping has been reported above.
      throw Problems(
        Problem(file: file, mark: node.mark, code: .wrongType, message: "\(path) is no mapping"))
    }
    return value
  }
}

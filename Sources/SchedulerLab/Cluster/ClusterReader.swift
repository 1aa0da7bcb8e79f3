import Documents
import KubeAPI

/// Reads clusters from manifests and dumps.
///
/// YAML is read as a whole. JSON is read object by object, so that a dump of a large cluster takes
/// no more memory than what is kept of it. A manifest that a person wrote is held to the API
/// server's rules; in what a server has recorded (it has a uid or a status) only those fields are
/// looked at that a scheduler minds.
public enum ClusterReader {
  /// The nodes of the files at `nodes` and the pods of those at `pods`; whatever else the files
  /// hold goes to the cluster's other objects. `-` is standard input; a file named twice is read
  /// once.
  ///
  /// - Throws: `Problems`, everything that is wrong with the files.
  /// - Complexity: O(length of the files).
  public static func read(nodes: [String], pods: [String]) throws -> ClusterInput {
    let builder = ClusterBuilder()
    var paths: [String] = []
    for path in nodes + pods where !paths.contains(path) { paths.append(path) }
    for path in paths { try read(path, into: builder) }
    return try builder.finish()
  }

  private static func read(_ path: String, into builder: ClusterBuilder) throws {
    let log: ProblemLog
    do {
      let window = try ByteWindow(path: path)
      log = ProblemLog(file: window.name)
      try read(window, path: path, into: builder, log)
    } catch let problems as Problems {
      return builder.add(problems)
    }
    if log.hasErrors { builder.add(log.problems) }
  }

  private static func read(
    _ window: ByteWindow, path: String, into builder: ClusterBuilder, _ log: ProblemLog
  ) throws {
    try window.dropByteOrderMark()
    builder.begin(log)
    if try isJSON(window, path: path) {
      let items = ItemReader(builder, log)
      var stream = ObjectStream(window, log: log)
      try stream.forEach { item in
        if items.needsKind(item) { items.listKind = try kindBehindItems(path) }
        items.read(item)
      }
    } else {
      let documents = YAMLReader.documents(in: try window.rest(), log: log)
      for document in documents { builder.read(document, log) }
    }
    if builder.isEmpty, !log.hasErrors {
      log.error(
        at: .start, .missingField, "there is no object in this file", hint: "write nodes or pods")
    }
  }

  /// Whether the first thing in the file is an opening brace or bracket, or its name says so.
  private static func isJSON(_ window: ByteWindow, path: String) throws(Problems) -> Bool {
    if path.lowercased().hasSuffix(".json") { return true }
    var place = 0
    while true {
      while place < window.bytes.count {
        let byte = window.bytes[place]
        if byte > 0x20 { return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") }
        place += 1
      }
      guard try window.more() else { return false }
    }
  }

  /// What the items of a list are that names its kind behind them; nil when it does not, or when
  /// the file cannot be read a second time.
  private static func kindBehindItems(_ path: String) throws -> String? {
    if path == "-" { return nil }
    var stream = ObjectStream(try ByteWindow(path: path), log: ProblemLog(file: path))
    try stream.forEach { _ in }
    return stream.lateKind.map { $0.hasSuffix("List") ? String($0.dropLast(4)) : $0 }
  }
}

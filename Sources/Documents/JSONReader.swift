/// Reads a JSON file into the same nodes as YAML, strictly.
public enum JSONReader {
  /// The values of `file`, which may hold several with white space between them.
  ///
  /// - Throws: Every repeated member, and the first mistake of syntax.
  public static func documents(in file: SourceFile) throws(Problems) -> [DocumentNode] {
    let log = ProblemLog(file: file.name)
    let nodes = documents(in: file, log: log)
    try log.throwIfErrors()
    return nodes
  }

  /// The values of `file` as far as they can be read; what is wrong goes to `log`.
  public static func documents(in file: SourceFile, log: ProblemLog) -> [DocumentNode] {
    documents(from: JSONScanner(file, form: .manyValues, depthMax: YAMLReader.depthMax), log: log)
  }

  /// The one value that `bytes` are, which begin at `mark` of the log's file; nil when they are
  /// wrong, which goes to `log`.
  package static func document(
    in bytes: [UInt8], at mark: Mark, log: ProblemLog
  ) -> DocumentNode? {
    let source = ByteSource(bytes, at: mark)
    let scanner = JSONScanner(
      file: log.file, source: source, form: .oneValue, depthMax: YAMLReader.depthMax)
    return documents(from: scanner, log: log).first
  }

  private static func documents(
    from scanner: JSONScanner, log: ProblemLog
  ) -> [DocumentNode] {
    var scanner = scanner
    var nodes: [DocumentNode] = []
    var made = 0
    do {
      while let token = try scanner.next() {
        let node = try node(from: token, &scanner, &made, log: log)
        if !node.isNull { nodes.append(node) }
      }
    } catch let problems as Problems {
      log.add(problems)
    } catch {
      log.error(at: scanner.mark, .unreadable, "\(error)")
    }
    return nodes
  }

  /// Recursion is bounded by the scanner's own limit of depth.
  private static func node(
    from token: JSONScanner.Token, _ scanner: inout JSONScanner, _ made: inout Int,
    log: ProblemLog
  ) throws -> DocumentNode {
    let mark = scanner.mark
    made += 1
    guard made <= YAMLReader.valuesMax else {
      throw Problems(
        Problem(
          file: log.file, mark: mark, code: .tooLarge,
          message: "the file holds more than \(YAMLReader.valuesMax) values", hint: "split it"))
    }
    switch token {
    case .string(let text): return .scalar(.init(text: text, style: .quoted, mark: mark))
    case .number(let text): return .scalar(.init(text: text, style: .literal, mark: mark))
    case .boolean(let value):
      return .scalar(.init(text: value ? "true" : "false", style: .literal, mark: mark))
    case .arrayStart:
      var items: [DocumentNode] = []
      while let next = try scanner.next(), next != .arrayEnd {
        items.append(try node(from: next, &scanner, &made, log: log))
      }
      return .sequence(.init(items: items, mark: mark))
    case .objectStart:
      var entries = MappingEntries(log: log)
      while case .key(let key)? = try scanner.next() {
        let keyMark = scanner.mark
        guard let first = try scanner.next() else { break }
        let value = try node(from: first, &scanner, &made, log: log)
        entries.add(.init(key: key, keyMark: keyMark, value: value))
      }
      return .mapping(.init(entries: entries.all, mark: mark))
    case .null, .key, .objectEnd, .arrayEnd:
      return .scalar(.init(text: "null", style: .literal, mark: mark))
    }
  }
}

/// Reads YAML or JSON, whichever the file's name says.
public enum DocumentReader {
  /// The documents of `file` that are not empty, as far as they can be read; what is wrong goes
  /// to `log`. A name that ends in `.json` is read as JSON, every other as YAML.
  public static func documents(in file: SourceFile, log: ProblemLog) -> [DocumentNode] {
    file.name.lowercased().hasSuffix(".json")
      ? JSONReader.documents(in: file, log: log) : YAMLReader.documents(in: file, log: log)
  }
}

/// Reads the documents of a YAML file strictly: no key twice, no tags of one's own, nothing
/// nested or expanded without bound.
///
/// Anchors and aliases work, and so do merge keys (`<<`), as kubectl's own reader has them.
public struct YAMLReader: ~Copyable {
  /// How deep lists and mappings may be nested.
  public static let depthMax = 100
  /// How many values a file may get by repeating anchored ones.
  public static let expansionMax = 100_000
  /// How many values a file may hold.
  public static let valuesMax = 2_000_000

  private struct Anchored {
    let node: DocumentNode
    /// Number of values in it, itself included.
    let size: Int
    /// Levels of lists and mappings in it.
    let height: Int
  }

  /// The end of reading; the reason is in the log.
  private struct Stop: Error {}

  private var events: YAMLEvents
  private let log: ProblemLog
  private var anchors: [String: Anchored] = [:]
  /// Names of the lists and mappings that are being read.
  private var openAnchors: [String] = []
  private var expanded = 0
  /// Values made so far; the difference around a subtree is its size.
  private var made = 0
  private var height = 0

  private init(events: consuming YAMLEvents, log: ProblemLog) {
    self.events = events
    self.log = log
  }

  /// The documents of `file` that are not empty.
  ///
  /// - Throws: Every repeated key, and the first mistake of syntax.
  /// - Complexity: O(length of the file + values that aliases repeat).
  public static func documents(in file: SourceFile) throws(Problems) -> [DocumentNode] {
    let log = ProblemLog(file: file.name)
    let nodes = documents(in: file, log: log)
    try log.throwIfErrors()
    return nodes
  }

  /// The documents of `file` that are not empty, as far as they can be read; what is wrong goes
  /// to `log`, so that the caller can report its own findings beside it.
  public static func documents(in file: SourceFile, log: ProblemLog) -> [DocumentNode] {
    var text = file.text
    return text.withUTF8 { bytes in
      guard let events = YAMLEvents(bytes) else {
        log.error(at: .start, .tooLarge, "there is no memory left to read this file")
        return []
      }
      var reader = YAMLReader(events: events, log: log)
      var nodes: [DocumentNode] = []
      do {
        while let node = try reader.nextDocument() {
          if !node.isNull { nodes.append(node) }
        }
      } catch let error as YAMLSyntaxError {
        guard !error.message.contains("Maximum nesting level") else {
          reader.reportDepth(at: error.mark)
          return nodes
        }
        let hint = YAMLHint.text(for: error, in: bytes)
        log.error(at: error.mark, .syntax, "not YAML: \(error.message)", hint: hint)
      } catch {}
      return nodes
    }
  }

  private mutating func nextDocument() throws -> DocumentNode? {
    while true {
      switch try events.next() {
      case .streamEnd: return nil
      case .documentStart:
        anchors.removeAll(keepingCapacity: true)
        let node = try node(from: try events.next(), depth: 0)
        _ = try events.next()
        return node
      default: continue
      }
    }
  }

  private mutating func node(from event: YAMLEvent, depth: Int) throws -> DocumentNode {
    let mark = events.mark
    let madeBefore = made
    made += 1
    guard made <= Self.valuesMax else {
      log.error(
        at: mark, .tooLarge, "the file holds more than \(Self.valuesMax) values", hint: "split it")
      throw Stop()
    }
    let node: DocumentNode
    let name: String?
    switch event {
    case .alias(let name): return try resolve(name, at: mark, depth: depth)
    case .scalar(let text, let style, let anchor, let tag):
      height = 0
      node = .scalar(.init(text: text, style: try resolved(style, tag: tag), mark: mark))
      name = anchor
    case .sequenceStart(let anchor, let tag):
      try check(tag: tag, is: "seq")
      if let anchor { openAnchors.append(anchor) }
      node = try sequence(at: mark, depth: depth)
      if anchor != nil { openAnchors.removeLast() }
      name = anchor
    case .mappingStart(let anchor, let tag):
      try check(tag: tag, is: "map")
      if let anchor { openAnchors.append(anchor) }
      node = try mapping(at: mark, depth: depth)
      if anchor != nil { openAnchors.removeLast() }
      name = anchor
    default: throw YAMLSyntaxError(mark: mark, message: "a value is missing")
    }
    if let name {
      anchors[name] = Anchored(node: node, size: made - madeBefore, height: height)
    }
    return node
  }

  private mutating func sequence(at mark: Mark, depth: Int) throws -> DocumentNode {
    try check(depth: depth + 1, at: mark)
    var items: [DocumentNode] = []
    var tallest = 0
    while true {
      let event = try events.next()
      if case .sequenceEnd = event { break }
      items.append(try node(from: event, depth: depth + 1))
      tallest = max(tallest, height)
    }
    height = tallest + 1
    return .sequence(.init(items: items, mark: mark))
  }

  private mutating func mapping(at mark: Mark, depth: Int) throws -> DocumentNode {
    try check(depth: depth + 1, at: mark)
    var entries = MappingEntries(log: log)
    var tallest = 0
    while true {
      let event = try events.next()
      if case .mappingEnd = event { break }
      let keyMark = events.mark
      let key = try node(from: event, depth: depth + 1)
      let value = try node(from: try events.next(), depth: depth + 1)
      tallest = max(tallest, height)
      guard case .scalar(let scalar) = key else {
        log.error(
          at: keyMark, .wrongType, "\(key.description) stands where a key belongs",
          hint: "write a name, a colon and a space; text with { or [ needs quotes")
        continue
      }
      if scalar.text == "<<", scalar.style == .plain {
        entries.merge(value, at: keyMark)
      } else {
        entries.add(.init(key: scalar.text, keyMark: keyMark, value: value))
      }
    }
    height = tallest + 1
    return .mapping(.init(entries: entries.all, mark: mark))
  }

  private mutating func resolve(_ name: String, at mark: Mark, depth: Int) throws -> DocumentNode {
    guard !openAnchors.contains(name) else {
      throw YAMLSyntaxError(
        mark: mark, message: "the alias *\(name) stands inside of what it stands for")
    }
    guard let anchored = anchors[name] else {
      throw YAMLSyntaxError(
        mark: mark, message: "the alias *\(name) stands for nothing that was read before")
    }
    expanded += anchored.size
    made += anchored.size - 1
    height = anchored.height
    guard expanded <= Self.expansionMax else {
      log.error(
        at: mark, .tooLarge, "aliases repeat more than \(Self.expansionMax) values",
        hint: "write the values out, or fewer of them")
      throw Stop()
    }
    try check(depth: depth + anchored.height, at: mark)
    return anchored.node
  }

  private func check(depth: Int, at mark: Mark) throws {
    guard depth > Self.depthMax else { return }
    reportDepth(at: mark)
    throw Stop()
  }

  private func reportDepth(at mark: Mark) {
    log.error(
      at: mark, .tooLarge, "nested more than \(Self.depthMax) levels deep",
      hint: "make the file flatter")
  }

  private func resolved(
    _ style: DocumentNode.Style, tag: String?
  ) throws(YAMLSyntaxError) -> DocumentNode.Style {
    switch tag {
    case nil: return style
    case "!", "tag:yaml.org,2002:str": return .quoted
    case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
      "tag:yaml.org,2002:null":
      return .plain
    case let tag?: throw unknown(tag)
    }
  }

  private func check(tag: String?, is name: String) throws(YAMLSyntaxError) {
    guard let tag, tag != "!", tag != "tag:yaml.org,2002:" + name else { return }
    throw unknown(tag)
  }

  private func unknown(_ tag: String) -> YAMLSyntaxError {
    YAMLSyntaxError(mark: events.mark, message: "the tag \(quoted(tag)) means nothing here")
  }
}

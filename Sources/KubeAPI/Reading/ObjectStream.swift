import Documents

/// The objects of a JSON text of any size, one after the other, without holding more than one.
///
/// The text is one object, several, a `List` (or `PodList` and its like, whose items need not say
/// what they are), or a bare array of objects.
package struct ObjectStream {
  /// One object in the text.
  package struct Item {
    /// Its bytes, which are gone when the next object is read.
    package let bytes: UnsafeBufferPointer<UInt8>
    /// Where it begins.
    package let mark: Mark
    /// What it is if it does not say: the kind of the list that it stands in.
    package let kind: String?
  }

  private let window: ByteWindow
  private let log: ProblemLog
  private let listKind: String?
  /// The kind that a list named behind its items; nil for none so far.
  package private(set) var lateKind: String?
  private var place = 0
  /// The brackets that are open where the window begins, and whether a value ends there.
  private var open: [JSONScanner.Bracket] = []
  private var isAfterValue = false

  /// The objects of what `window` shows.
  ///
  /// - Parameter listKind: what items of a list are that names its kind behind them.
  package init(_ window: ByteWindow, listKind: String? = nil, log: ProblemLog) {
    self.window = window
    self.log = log
    self.listKind = listKind
  }

  /// Hands over object after object; mistakes of syntax end it and go to the log.
  ///
  /// - Throws: a file that cannot be read, and what `body` throws.
  package mutating func forEach(_ body: (Item) throws -> Void) throws {
    do {
      while let byte = try next(mayEnd: true) {
        drop([])
        switch byte {
        case UInt8(ascii: "["): try items(kind: nil, within: [.array], body)
        case UInt8(ascii: "{"): try document(body)
        default: throw JSONSkimmer.Stop.broken
        }
      }
    } catch is JSONSkimmer.Stop {
      try reportSyntax()
    }
  }

  /// A list whose items follow, or one object.
  private mutating func document(_ body: (Item) throws -> Void) throws {
    place = 1
    var kind: String?
    while try next() != UInt8(ascii: "}") {
      let key = try skim { skimmer throws(JSONSkimmer.Stop) in try skimmer.key() }
      let name = text(key)
      if name == "items", try next() == UInt8(ascii: "[") {
        try items(kind: kind ?? listKind, within: [.object, .array], body)
        try restOfList()
        return
      }
      let value = try skim { skimmer throws(JSONSkimmer.Stop) in try skimmer.value() }
      if name == "kind" { kind = unquoted(value) }
      if try next() == UInt8(ascii: ",") { place += 1 } else { break }
    }
    guard try next() == UInt8(ascii: "}") else { throw JSONSkimmer.Stop.broken }
    place += 1
    let bytes = UnsafeBufferPointer(rebasing: window.bytes[..<place])
    try body(Item(bytes: bytes, mark: window.mark, kind: nil))
  }

  /// The items of a list, at whose opening bracket we are.
  private mutating func items(
    kind: String?, within brackets: [JSONScanner.Bracket], _ body: (Item) throws -> Void
  ) throws {
    let itemKind = kind.flatMap { $0.hasSuffix("List") ? String($0.dropLast(4)) : nil }
    place += 1
    while try next() != UInt8(ascii: "]") {
      drop(brackets)
      let range = try skim { skimmer throws(JSONSkimmer.Stop) in try skimmer.value() }
      let bytes = UnsafeBufferPointer(rebasing: window.bytes[range])
      try body(Item(bytes: bytes, mark: window.mark, kind: itemKind == "" ? nil : itemKind))
      guard try next() == UInt8(ascii: ",") else { break }
      place += 1
      if try next() == UInt8(ascii: "]") { throw JSONSkimmer.Stop.broken }
    }
    guard try next() == UInt8(ascii: "]") else { throw JSONSkimmer.Stop.broken }
    place += 1
    drop(Array(brackets.dropLast()), isAfterValue: true)
  }

  /// What a list has behind its items.
  private mutating func restOfList() throws {
    while try next() == UInt8(ascii: ",") {
      place += 1
      let member = try skim { skimmer throws(JSONSkimmer.Stop) in
        return (try skimmer.key(), try skimmer.value())
      }
      if text(member.0) == "kind" { lateKind = unquoted(member.1) }
    }
    guard try next() == UInt8(ascii: "}") else { throw JSONSkimmer.Stop.broken }
    place += 1
  }

  private mutating func drop(_ brackets: [JSONScanner.Bracket], isAfterValue: Bool = false) {
    window.drop(place)
    place = 0
    open = brackets
    self.isAfterValue = isAfterValue
  }

  /// Has the text read strictly from where the window begins, to say what is wrong with it.
  private mutating func reportSyntax() throws {
    let mark = window.mark
    var scanner = JSONScanner(resuming: window, within: open, isAfterValue: isAfterValue)
    do {
      while try scanner.next() != nil {}
      log.error(at: mark, .syntax, "not JSON", hint: "write an object or a list of objects")
    } catch let problems as Problems {
      log.add(problems)
    }
  }

  // MARK: Over the window's edge

  /// The next byte that is not white space; nil at the end of the file.
  private mutating func next(mayEnd: Bool) throws -> UInt8? {
    while true {
      var skimmer = JSONSkimmer(window.bytes, at: place)
      do throws(JSONSkimmer.Stop) {
        let byte = try skimmer.next()
        place = skimmer.place
        return byte
      } catch .ends {
        place = skimmer.place
        if try window.more() { continue }
        if mayEnd { return nil }
        throw JSONSkimmer.Stop.ends
      }
    }
  }

  private mutating func next() throws -> UInt8 {
    guard let byte = try next(mayEnd: false) else { throw JSONSkimmer.Stop.ends }
    return byte
  }

  /// What `body` makes of the bytes from here, which begins anew when more had to be read.
  @discardableResult
  private mutating func skim<Value>(
    _ body: (inout JSONSkimmer) throws(JSONSkimmer.Stop) -> Value
  ) throws -> Value {
    while true {
      var skimmer = JSONSkimmer(window.bytes, at: place)
      do throws(JSONSkimmer.Stop) {
        let value = try body(&skimmer)
        place = skimmer.place
        return value
      } catch .ends {
        if try window.more() { continue }
        throw JSONSkimmer.Stop.ends
      }
    }
  }

  /// The text at `range` without its quotes; nil when it is none.
  private func unquoted(_ range: Range<Int>) -> String? {
    guard window.bytes[range].first == 0x22, range.count > 1 else { return nil }
    return text((range.lowerBound + 1)..<(range.upperBound - 1))
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: window.bytes[range]), as: UTF8.self)
  }
}

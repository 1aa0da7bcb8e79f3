/// Which members of a JSON object are wanted, by their names.
package struct JSONSelection: Sendable {
  /// What is wanted of one member.
  package indirect enum Part: Sendable {
    /// All of it.
    case whole
    /// All of it, kept apart under a number: it differs from object to object.
    case slot(Int)
    /// Some of its members, or of those of each item when it is a list.
    case parts(JSONSelection)
    /// Those items of the list that have one of these members.
    case items(having: JSONSelection)
  }

  private let names: [[UInt8]]
  private let wanted: [Part]

  /// The members called so; all others are dropped.
  package init(_ members: KeyValuePairs<String, Part>) {
    names = members.map { Array($0.key.utf8) }
    wanted = members.map(\.value)
  }

  /// The members called so, as they are.
  package init(whole names: [String]) {
    self.names = names.map { Array($0.utf8) }
    wanted = names.map { _ in .whole }
  }

  /// The members called so, each in a slot of its own, from a number upward.
  package init(slots names: [String], from first: Int) {
    self.names = names.map { Array($0.utf8) }
    wanted = names.indices.map { .slot(first + $0) }
  }

  /// What is wanted of the member whose name is `name`, and its number here; nil for nothing.
  @inline(__always)
  func part(_ name: UnsafeBufferPointer<UInt8>) -> (index: Int, part: Part)? {
    for (index, own) in names.enumerated() where own.count == name.count {
      if own.elementsEqual(name) { return (index, wanted[index]) }
    }
    return nil
  }
}

/// The wanted parts of one JSON object after the other.
///
/// Made once and used for many objects, since it keeps its memory.
package struct JSONPick {
  /// What the object says in its wanted parts, slots left out: objects of the same shape say the
  /// same there. The bytes are for comparing only.
  package private(set) var shape: [UInt8] = []
  /// Where each slot's value stands in the object; empty for one that is not there.
  package private(set) var slots: [Range<Int>]
  /// What was dropped, commas included.
  private var dropped: [Range<Int>] = []

  /// A pick with so many slots.
  package init(slots: Int) { self.slots = Array(repeating: 0..<0, count: slots) }

  /// Goes over the object that `bytes` begin with.
  ///
  /// - Returns: how many bytes it has.
  package mutating func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ selection: JSONSelection
  ) throws(JSONSkimmer.Stop) -> Int {
    shape.removeAll(keepingCapacity: true)
    dropped.removeAll(keepingCapacity: true)
    for index in slots.indices { slots[index] = 0..<0 }
    var skimmer = JSONSkimmer(bytes)
    try parts(&skimmer, selection)
    return skimmer.place
  }

  /// The same bytes with blanks in the place of all that was dropped, so that everything else
  /// stands where it stood.
  package func pruned(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var copy = Array(bytes)
    for range in dropped {
      for place in range where copy[place] > 0x20 { copy[place] = 0x20 }
    }
    return copy
  }

  // MARK: Going over it

  /// Marks in the shape; no such byte occurs in UTF-8.
  private static let opening: UInt8 = 0xFE
  private static let closing: UInt8 = 0xFF

  private mutating func parts(
    _ skimmer: inout JSONSkimmer, _ selection: JSONSelection
  ) throws(JSONSkimmer.Stop) {
    switch try skimmer.next() {
    case UInt8(ascii: "{"): try members(&skimmer, selection)
    case UInt8(ascii: "["):
      shape.append(Self.opening)
      skimmer.place &+= 1
      while try skimmer.next() != UInt8(ascii: "]") {
        try parts(&skimmer, selection)
        if try skimmer.next() == UInt8(ascii: ",") {
          skimmer.place &+= 1
          if try skimmer.next() == UInt8(ascii: "]") { throw .broken }
        } else if try skimmer.next() != UInt8(ascii: "]") {
          throw .broken
        }
      }
      skimmer.place &+= 1
      shape.append(Self.closing)
    default: keep(try skimmer.value(), skimmer.bytes)
    }
  }

  private mutating func members(
    _ skimmer: inout JSONSkimmer, _ selection: JSONSelection
  ) throws(JSONSkimmer.Stop) {
    shape.append(Self.opening)
    skimmer.place &+= 1
    var separators = Separators()
    while try skimmer.next() != UInt8(ascii: "}") {
      let start = skimmer.place
      let name = try skimmer.key()
      let found = selection.part(UnsafeBufferPointer(rebasing: skimmer.bytes[name]))
      if let found {
        shape.append(UInt8(truncatingIfNeeded: found.index))
        try member(found.part, &skimmer)
      } else {
        try skimmer.value()
      }
      separators.passed(start..<skimmer.place, isKept: found != nil, &dropped)
      guard try separators.isNext(in: &skimmer, closing: UInt8(ascii: "}")) else { break }
    }
    skimmer.place &+= 1
    shape.append(Self.closing)
  }

  private mutating func member(
    _ part: JSONSelection.Part, _ skimmer: inout JSONSkimmer
  ) throws(JSONSkimmer.Stop) {
    switch part {
    case .whole: keep(try skimmer.value(), skimmer.bytes)
    case .slot(let slot): slots[slot] = try skimmer.value()
    case .parts(let selection): try parts(&skimmer, selection)
    case .items(let selection): try items(having: selection, &skimmer)
    }
  }

  private mutating func items(
    having selection: JSONSelection, _ skimmer: inout JSONSkimmer
  ) throws(JSONSkimmer.Stop) {
    guard try skimmer.next() == UInt8(ascii: "[") else {
      return keep(try skimmer.value(), skimmer.bytes)
    }
    skimmer.place &+= 1
    var separators = Separators()
    while try skimmer.next() != UInt8(ascii: "]") {
      let item = try skimmer.value()
      let isKept = try Self.has(selection, UnsafeBufferPointer(rebasing: skimmer.bytes[item]))
      if isKept { keep(item, skimmer.bytes) }
      separators.passed(item, isKept: isKept, &dropped)
      guard try separators.isNext(in: &skimmer, closing: UInt8(ascii: "]")) else { break }
    }
    skimmer.place &+= 1
  }

  /// Whether an object has one of the members; other values are kept, for a reader to complain of.
  private static func has(
    _ selection: JSONSelection, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(JSONSkimmer.Stop) -> Bool {
    var skimmer = JSONSkimmer(bytes)
    guard try skimmer.next() == UInt8(ascii: "{") else { return true }
    skimmer.place &+= 1
    while try skimmer.next() != UInt8(ascii: "}") {
      let name = try skimmer.key()
      if selection.part(UnsafeBufferPointer(rebasing: bytes[name])) != nil { return true }
      try skimmer.value()
      if try skimmer.next() == UInt8(ascii: ",") { skimmer.place &+= 1 }
    }
    return false
  }

  private mutating func keep(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
    shape.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
    shape.append(Self.closing)
  }
}

/// The commas of one list or object, of which those go that would stand beside nothing.
private struct Separators {
  private var comma: Int?
  private var hasKept = false

  /// Adds what has to go of the part that has just been passed, and of the comma before it.
  mutating func passed(_ range: Range<Int>, isKept: Bool, _ dropped: inout [Range<Int>]) {
    if let comma, !isKept || !hasKept { dropped.append(comma..<(comma + 1)) }
    if isKept { hasKept = true } else { dropped.append(range) }
  }

  /// Goes past a comma, after which another part must follow.
  /// - Returns: whether there was one, rather than the end of the list or object.
  mutating func isNext(
    in skimmer: inout JSONSkimmer, closing: UInt8
  ) throws(JSONSkimmer.Stop) -> Bool {
    let byte = try skimmer.next()
    if byte == closing { return false }
    guard byte == UInt8(ascii: ",") else { throw .broken }
    comma = skimmer.place
    skimmer.place &+= 1
    if try skimmer.next() == closing { throw .broken }
    return true
  }
}

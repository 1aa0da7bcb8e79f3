import Documents
import Testing

/// Mutations of valid texts must give documents or problems, never a trap.
struct FuzzTests {
  private static let yaml = """
    a: &x {b: [1, "two", 'three', |-\n  block\n], c: *x}
    "quoted": >
      folded
      text
    list:
    - 1
    - <<: *x
      d: !!str 5
    ---
    ? key
    : value # comment
    ...
    """
  private static let json =
    #"{"a": [1, -2.5e3, "x\n\u00e9\ud83d\ude00", true, null], "b": {"c": {}}} [] "s""#
  private static let csv = "a,b\r\n\"x,\"\"y\"\"\",2\n3,\"\n\"\n"

  /// A small generator of its own, so that the cases are the same everywhere.
  private struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % sides
    }
  }

  private func mutate(_ text: String, _ dice: inout Dice) -> [UInt8] {
    var bytes = Array(text.utf8)
    let special = Array("\"'{}[]:,-#&*!|>%@`\n\t \\\u{0}?<~0".utf8) + [0xFF, 0xC3, 0xED, 0x80]
    for _ in 0...dice.roll(4) where !bytes.isEmpty {
      let place = dice.roll(bytes.count)
      switch dice.roll(5) {
      case 0: bytes[place] = special[dice.roll(special.count)]
      case 1: bytes.insert(special[dice.roll(special.count)], at: place)
      case 2: bytes.remove(at: place)
      case 3: bytes.removeLast(bytes.count - place)
      default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
      }
    }
    return bytes
  }

  @Test(arguments: UInt64(1)...4)
  func `no mutation of a valid text traps`(seed: UInt64) throws {
    var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
    var outcomes = [0, 0]
    for round in 0..<500 {
      let sort = round % 3
      let bytes = mutate([Self.yaml, Self.json, Self.csv][sort], &dice)
      do {
        let file = try SourceFile(name: "f", bytes: bytes)
        switch sort {
        case 0: _ = try YAMLReader.documents(in: file)
        case 1: _ = try JSONReader.documents(in: file)
        default:
          var reader = try CSVReader(file)
          while try reader.next() != nil {}
        }
        outcomes[0] += 1
      } catch {
        #expect(error is Problems)
        outcomes[1] += 1
      }
    }
    #expect(outcomes[0] > 20 && outcomes[1] > 100, "\(outcomes)")
  }
}

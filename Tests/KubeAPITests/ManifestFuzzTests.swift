import Documents
import KubeAPI
import Testing

/// Mutations of a valid manifest must be read or refused, never trap.
struct ManifestFuzzTests {
  private struct Dice {
    var state: UInt64
    mutating func roll(_ sides: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % sides
    }
  }

  private static let manifest =
    ManifestReaderTests.fullPod + """

      ---
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: Service
        metadata: {name: app}
        spec: {type: LoadBalancer, ports: [{port: 80, targetPort: http}], selector: {a: b}}
      - {apiVersion: v1, kind: Node, metadata: {name: n}, status: {capacity: {cpu: 1.5, pods: 9}}}
      """

  /// Values that are hard to swallow.
  private static let words = [
    "null", "~", "[]", "{}", "-1", "99999999999999999999999", "1e999", "\"\"", "*x", "&x y",
    "é", "true", "0", "- - -", "Ki", "[[[[[[", "|\n", "!!binary x", "<<", "-9223372036854775808",
  ]

  private func mutate(_ text: String, _ dice: inout Dice) -> String {
    var lines = text.split(separator: "\n").map(String.init)
    for _ in 0...dice.roll(3) {
      let place = dice.roll(lines.count)
      var parts = lines[place].split(separator: " ", omittingEmptySubsequences: false)
        .map(String.init)
      switch dice.roll(5) {
      case 0: lines.remove(at: place)
      case 1: lines.swapAt(place, dice.roll(lines.count))
      case 2: lines[place] = "  " + lines[place]
      case 3: lines[place] = String(lines[place].reversed())
      default:
        parts[parts.count - 1] = Self.words[dice.roll(Self.words.count)]
        lines[place] = parts.joined(separator: " ")
      }
    }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: UInt64(1)...4)
  func `no mutation of a valid manifest traps`(seed: UInt64) {
    var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
    var accepted = 0
    for _ in 0..<500 {
      let text = mutate(Self.manifest, &dice)
      do {
        _ = try ManifestReader.read(SourceFile(name: "m.yaml", text: text))
        accepted += 1
      } catch {
        #expect(!error.errors.isEmpty)
        #expect(error.all.allSatisfy { $0.line >= 1 && $0.column >= 1 })
      }
    }
    #expect((10...450).contains(accepted), "\(accepted)")
  }
}

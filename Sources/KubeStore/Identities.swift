import ControllerRuntime
import KubeAPI
import Randomness
import Units

/// Unique ids and generated names, each from a stream of its own.
///
/// Both depend on the object's own name and instant only, so that one object more in a scenario
/// changes no name or id elsewhere (deletion order among equals goes by id).
struct Identities {
  private let streams: Streams
  private var nameStreams: [String: RandomStream] = [:]
  /// Ids given at `instant`: the one moment at which a name could come back with the same id.
  private var recent: Set<String> = []
  private var instant = Instant.start

  init(_ streams: Streams) { self.streams = streams }

  /// A new unique id, in the form of a random UUID (RFC 9562, version 4).
  mutating func uid(of kind: Kind, _ key: ObjectKey, at now: Instant) -> String {
    if now != instant {
      recent.removeAll(keepingCapacity: true)
      instant = now
    }
    var stream = streams.stream("store/uid/\(kind.rawValue)/\(key)/\(now.nanoseconds)")
    while true {
      let uid = Self.uuid(stream.next(), stream.next())
      if recent.insert(uid).inserted { return uid }
    }
  }

  /// `prefix` with five random characters.
  ///
  /// Source: `staging/src/k8s.io/apiserver/pkg/storage/names/generate.go` and
  /// `apimachinery/pkg/util/rand`, v1.36.
  mutating func name(_ prefix: String, of kind: Kind, in namespace: String) -> String {
    let path = "store/name/\(kind.rawValue)/\(namespace)/\(prefix)"
    var stream = nameStreams[path] ?? streams.stream(path)
    defer { nameStreams[path] = stream }
    // 63 characters is the longest name that the suffix may lead to.
    var name = String(prefix.prefix(58))
    for _ in 0..<5 {
      name.append(Self.alphabet[Int(stream.uniform(below: UInt32(Self.alphabet.count)))])
    }
    return name
  }

  private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789")

  private static func uuid(_ high: UInt64, _ low: UInt64) -> String {
    let versioned = high & ~0xf000 | 0x4000
    let variant = low & ~(0b11 << 62) | 0b10 << 62
    let digits = Array(hex(versioned) + hex(variant))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
      .joined(separator: "-")
  }

  private static func hex(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

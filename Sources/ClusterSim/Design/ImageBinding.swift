import Randomness
import Units

/// Says what runs inside the images whose name matches a pattern.
public struct ImageBinding: Hashable, Sendable {
  /// The pattern that image names are held against: `*` is any text, `?` any one character.
  public var pattern: String
  /// Bytes that a node fetches and unpacks.
  public var size: Bytes
  /// How the version that reports group by is made from an image's name.
  public var version: VersionLabel
  /// What runs inside.
  public var program: ProgramDesign

  /// Binds `program` to images that match `pattern`.
  public init(
    pattern: String, size: Bytes, version: VersionLabel = .tag, program: ProgramDesign
  ) {
    self.pattern = pattern
    self.size = size
    self.version = version
    self.program = program
  }

  /// Whether `image` matches the pattern as a whole.
  ///
  /// - Complexity: O(length of the pattern × length of the image's name).
  public func matches(_ image: String) -> Bool {
    let pattern = Array(pattern.utf8)
    let text = Array(image.utf8)
    var at = 0
    var place = 0
    var star: (pattern: Int, text: Int)?
    while place < text.count {
      if at < pattern.count, pattern[at] == UInt8(ascii: "*") {
        star = (at, place)
        at += 1
      } else if at < pattern.count,
        pattern[at] == UInt8(ascii: "?") || pattern[at] == text[place]
      {
        at += 1
        place += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        at = last.pattern + 1
        place = last.text + 1
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// The version that `image` is counted as: its tag (`latest` without one), its whole name, or a
  /// fixed word.
  public func versionName(of image: String) -> String {
    switch version {
    case .image: return image
    case .fixed(let name): return name
    case .tag:
      let last = image.split(separator: "/").last ?? Substring(image)
      guard let colon = last.lastIndex(of: ":") else { return "latest" }
      return String(last[last.index(after: colon)...])
    }
  }
}

/// How the version that reports group by is made from an image's name.
public enum VersionLabel: Hashable, Sendable {
  /// The tag: `1.2-orange` of `hnarayanan/djangogirls-app:1.2-orange`.
  case tag
  /// The whole name.
  case image
  /// Always this word.
  case fixed(String)
}

/// What runs inside a container.
public enum ProgramDesign: Hashable, Sendable {
  /// Gunicorn with sync workers and a Django site.
  case gunicorn(GunicornDesign)
  /// A PostgreSQL server.
  case postgresql(PostgreSQLDesign)
  /// A server that is nothing but a distribution of service times.
  case plain(PlainDesign)
  /// Does its work and ends, as init containers do.
  case task(TaskDesign)
  /// Runs, and answers nobody.
  case pause
}

/// A program that does its work and ends.
public struct TaskDesign: Hashable, Sendable {
  /// How long it takes beside its CPU time, in seconds.
  public var time = Distribution.deterministic(TimeSpan.seconds(1))
  /// CPU time that it needs first, in seconds.
  public var cpu = Distribution.deterministic(TimeSpan.zero)
  /// The status that it ends with; 0 is success.
  public var exitCode: Int32 = 0
  /// Memory that it uses.
  public var memory = Bytes.mebibytes(20)

  /// A task with every figure at its default.
  public init() {}
}

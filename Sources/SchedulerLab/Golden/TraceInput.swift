import Documents
import Glibc
import Randomness

/// A file that the decisions of a trace were made about, and the digest of what was in it.
public struct TraceInput: Hashable, Sendable {
  /// What the file holds.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Nodes.
    case nodes
    /// Pods.
    case pods
    /// A KubeSchedulerConfiguration.
    case config
    /// A scenario.
    case scenario
  }

  /// What the file holds.
  public var role: Role
  /// Its path, seen from the trace's folder where it is not absolute.
  public var path: String
  /// A digest of its bytes.
  public var digest: String

  /// A file.
  public init(role: Role, path: String, digest: String) {
    self.role = role
    self.path = path
    self.digest = digest
  }

  /// The file at `path`, as a trace in `folder` will name it. A scenario's folder stands for the
  /// `scenario.yaml` in it.
  ///
  /// - Throws: `Problems` when it cannot be read.
  public init(_ role: Role, at path: String, from folder: String) throws(Problems) {
    self.init(
      role: role, path: RelativePath.path(to: path, from: folder),
      digest: try Self.digest(of: path))
  }

  /// A digest of the file at `path`: the same for the same bytes, in every process.
  ///
  /// - Throws: `Problems` when it cannot be read.
  public static func digest(of path: String) throws(Problems) -> String {
    guard let file = fopen(path, "rb") else {
      throw Problems(
        Problem(
          file: path, mark: .start, code: .unreadable,
          message: "the file cannot be read: \(String(cString: strerror(errno)))"))
    }
    defer { fclose(file) }
    var hash = StableHash()
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      for start in stride(from: 0, to: count, by: 8) {
        var word: UInt64 = 0
        for byte in chunk[start..<min(count, start + 8)] { word = word << 8 | UInt64(byte) }
        hash.absorb(word)
      }
      hash.absorb(UInt64(count))
    }
    return [hash.first, hash.second].map { part in
      let digits = String(part, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}

/// Paths seen from a folder, worked out from the texts alone.
enum RelativePath {
  /// The path of the file at `path`, seen from `folder`; both are seen from the working folder.
  static func path(to path: String, from folder: String) -> String {
    let (target, base) = (parts(path), parts(folder))
    let shared = zip(target, base).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: base.count - shared)
    return (up + target[shared...].map { String($0) }).joined(separator: "/")
  }

  /// The path of a file that is at `path` seen from `folder`.
  static func resolved(_ path: String, from folder: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }

  /// The folder that the file at `path` is in; empty for the working folder.
  static func folder(of path: String) -> String {
    guard let end = path.lastIndex(of: "/") else { return "" }
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  private static func parts(_ path: String) -> [Substring] {
    var text = path
    if !path.hasPrefix("/"), let here = getcwd(nil, 0) {
      text = String(cString: here) + "/" + path
      free(here)
    }
    var parts: [Substring] = []
    for part in text.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(Substring(String(part))) }
    }
    return parts
  }
}

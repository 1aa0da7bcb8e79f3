import Documents
import Foundation

/// A folder of recorded truth: what the real thing did, to hold a simulation against.
///
/// It lies outside the package (`../shared` of its root) and may be absent; whatever needs a file
/// that is not there is skipped and says so.
public struct TruthFolder: Hashable, Sendable {
  /// The folder's path.
  public let path: String

  /// The folder at `path`, which need not be there.
  public init(path: String) { self.path = path }

  /// Whether there is a file or folder at `name` below the folder.
  public func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/" + name)
  }

  /// The file at `name` below the folder.
  ///
  /// - Throws: `Problems` when it cannot be read.
  public func file(_ name: String) throws -> SourceFile {
    try SourceFile(path: path + "/" + name, name: name)
  }

  /// The first of `names` that is missing; nil when all are there.
  public func missing(of names: [String]) -> String? { names.first { !has($0) } }
}

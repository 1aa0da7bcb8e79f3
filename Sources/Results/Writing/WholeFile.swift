import Glibc

/// A single file of output, which appears when all of it is written and not before.
///
/// It is written as `NAME.tmp` and renamed; a device or a pipe is written to as it is. Made before
/// the work whose outcome it will hold, it tells at once that nothing can be written there.
public final class WholeFile {
  /// Where the file will be.
  public let path: String
  private let staging: OutputFile
  /// What `path` stands for: itself, or the file that it links to.
  private let target: String
  private var isOpen = true

  /// Starts a file that will appear at `path`, making the folders above it.
  ///
  /// - Throws: `OutputError` when it cannot be made there.
  public init(_ path: String) throws(OutputError) {
    self.path = path
    switch FileKind(path) {
    case .folder: throw OutputError("write", path, reason: "it is a folder, not a file")
    case .brokenLink: throw OutputError("write", path, reason: "it is a link to nothing")
    case .absent, .file: break
    }
    let above = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let folder = above.joined(separator: "/")
    if !folder.isEmpty { try StagingFolder.makeFolder(folder) }
    target = FileKind.resolved(path)
    staging = try OutputFile(path: FileKind.isSpecial(target) ? target : target + ".tmp")
  }

  deinit { if isOpen { abandon() } }

  /// Removes what was written so far; for a handler that ends the program on a signal.
  public var abandon: @Sendable () -> Void {
    let path = staging.path
    let isTemporary = path != target
    return { if isTemporary { unlink(path) } }
  }

  /// Writes `text`, and makes the file appear.
  ///
  /// - Throws: `OutputError` when the disk is full.
  public func commit(_ text: String) throws(OutputError) {
    precondition(isOpen, "\(path) was written already")
    try staging.write(Array(text.utf8))
    try staging.close()
    isOpen = false
    guard staging.path == target || rename(staging.path, target) == 0 else {
      unlink(staging.path)
      throw OutputError("write", path)
    }
  }
}

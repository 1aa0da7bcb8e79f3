import Glibc

/// Output that could not be written, and why.
public struct OutputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was tried, such as `write`.
  public var action: String
  /// The file or folder.
  public var path: String
  /// The reason in words.
  public var reason: String

  /// An error with a reason in words.
  public init(_ action: String, _ path: String, reason: String) {
    self.action = action
    self.path = path
    self.reason = reason
  }

  /// An error with the reason of the last failed system call.
  init(_ action: String, _ path: String) {
    self.init(action, path, reason: String(cString: strerror(errno)))
  }

  /// `error: cannot write reports/a/pods.csv: No space left on device`.
  public var description: String { "error: cannot \(action) \(path): \(reason)" }
}

/// A file being written.
final class OutputFile {
  let path: String
  private var descriptor: Int32

  init(path: String) throws(OutputError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw OutputError("create", path) }
  }

  deinit {
    if descriptor >= 0 { Glibc.close(descriptor) }
  }

  /// Writes all of `bytes`.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress! + offset, bytes.count - offset)
      }
      if written > 0 {
        offset += written
      } else if written == 0 || errno != EINTR {
        throw OutputError("write", path)
      }
    }
  }

  /// Waits until the disk has the file and closes it; an error that the system kept back until now
  /// is thrown.
  func close() throws(OutputError) {
    guard descriptor >= 0 else { return }
    // A device or a pipe knows no such thing, which is no error.
    if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { throw OutputError("write", path) }
    let status = Glibc.close(descriptor)
    descriptor = -1
    if status != 0 { throw OutputError("write", path) }
  }
}

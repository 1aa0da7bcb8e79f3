import Glibc

/// Why a file cannot be read, and what to do about it.
struct UnreadableFile: Error {
  /// What is wrong: `there is no such file`.
  let message: String
  /// What would be right.
  let hint: String

  private init(_ message: String, _ hint: String) {
    self.message = message
    self.hint = hint
  }

  /// How long a pipe may keep us waiting for its next bytes: ten seconds.
  private static let pipeWaitMilliseconds: Int32 = 10_000

  /// All bytes of the file or pipe at `path`.
  ///
  /// Whatever stands there, this ends: folders, devices and sockets are refused, a pipe must not
  /// keep silent, and nothing is read beyond `limit` bytes.
  static func bytes(of path: String, limit: Int) throws(UnreadableFile) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw Self.lastError }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.lastError }
    switch status.st_mode & S_IFMT {
    case S_IFREG, S_IFIFO: break
    case S_IFDIR: throw UnreadableFile("this is a folder", "name a file in it")
    default: throw UnreadableFile("this is a device, not a file", "name a file")
    }
    guard status.st_size <= off_t(limit) else {
      throw tooLarge("the file has \(status.st_size) bytes", limit)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = read(descriptor, &piece, piece.count)
      if count > 0 {
        bytes.append(contentsOf: piece[..<count])
      } else if count == 0 {
        return bytes
      } else if errno == EAGAIN {
        try waitForBytes(descriptor)
      } else if errno != EINTR {
        throw Self.lastError
      }
    }
    throw tooLarge("the file has more than \(limit) bytes", limit)
  }

  /// Waits until the pipe has something to say.
  private static func waitForBytes(_ descriptor: Int32) throws(UnreadableFile) {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, pipeWaitMilliseconds) > 0 else {
      throw UnreadableFile("nothing comes out of this pipe", "name a file")
    }
  }

  private static func tooLarge(_ message: String, _ limit: Int) -> UnreadableFile {
    UnreadableFile(message, "split it: \(limit) bytes are the limit")
  }

  private static var lastError: UnreadableFile {
    switch errno {
    case ENOENT, ENOTDIR: UnreadableFile("there is no such file", "check the path")
    case EACCES, EPERM: UnreadableFile("the file cannot be read", "check its permissions")
    case let code:
      UnreadableFile(
        "the file cannot be read: \(String(cString: strerror(code)))", "check the path")
    }
  }
}

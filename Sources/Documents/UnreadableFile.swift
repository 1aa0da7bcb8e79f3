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

  /// The problem as messages show it, of the file called `name`.
  func problems(of name: String) -> Problems {
    Problems(
      Problem(file: name, mark: .start, code: .unreadable, message: message, hint: hint))
  }

  /// Opens the file or pipe at `path`; folders, devices and sockets are refused.
  static func open(_ path: String) throws(UnreadableFile) -> Int32 {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw Self.lastError }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let error = Self.lastError
      close(descriptor)
      throw error
    }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFREG || kind == S_IFIFO { return descriptor }
    close(descriptor)
    throw kind == S_IFDIR
      ? UnreadableFile("this is a folder", "name a file in it")
      : UnreadableFile("this is a device, not a file", "name a file")
  }

  /// The next bytes of an open file or pipe, which must not keep silent; none at its end.
  static func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(UnreadableFile) -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno == EAGAIN {
        try waitForBytes(descriptor)
      } else if errno != EINTR {
        throw Self.lastError
      }
    }
  }

  /// All bytes of the file or pipe at `path`.
  ///
  /// Whatever stands there, this ends, and nothing is read beyond `limit` bytes.
  static func bytes(of path: String, limit: Int) throws(UnreadableFile) -> [UInt8] {
    let descriptor = try open(path)
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.lastError }
    guard status.st_size <= off_t(limit) else {
      throw tooLarge("the file has \(status.st_size) bytes", limit)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { piece.deallocate() }
    while bytes.count <= limit {
      let count = try read(descriptor, into: piece)
      if count == 0 { return bytes }
      bytes.append(contentsOf: piece[..<count])
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

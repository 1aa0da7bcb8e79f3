import Glibc

/// The folder in which one run's output is written until all of it is there, held by a lock.
///
/// It stands beside its target as `NAME.tmp`, on the same file system, so that a rename can put it
/// in the target's place at once. Where that cannot be (the target is a mount, or the folder above
/// it cannot be written to) it stands inside the target, and files are put in place one by one.
struct StagingFolder {
  /// Where files are written.
  let path: String
  /// Where they will be: the path that was asked for, or what it links to.
  let target: String
  /// Whether it stands inside the target.
  let isInside: Bool
  /// Keeps other runs away for as long as it is open.
  private let lock: Int32

  /// The folder for output to `target`, made if need be; what a killed run left in it is cleared.
  ///
  /// - Throws: `OutputError` when nothing can be written to `target`, or another run is at it.
  init(for target: String) throws(OutputError) {
    let kind = FileKind(target)
    self.target = try StagingFolder.resolved(target, kind)
    isInside = kind == .folder && StagingFolder.mustStandInside(self.target)
    path = isInside ? self.target + "/.wavetank.tmp" : self.target + ".tmp"
    try StagingFolder.makeFolder(path)
    lock = try StagingFolder.locked(path, for: target)
    VariantFolders(path).clear(but: [])
    recover()
  }

  /// What `target` stands for: itself, or the folder that it links to.
  private static func resolved(
    _ target: String, _ kind: FileKind
  ) throws(OutputError) -> String {
    switch kind {
    case .file: throw OutputError("write to", target, reason: "it is a file, not a folder")
    case .brokenLink:
      throw OutputError("write to", target, reason: "it is a link to nothing")
    case .absent: return target
    case .folder:
      guard access(target, W_OK | X_OK) == 0 else { throw OutputError("write to", target) }
      return FileKind.resolved(target)
    }
  }

  /// Whether nothing beside `target` could be put in its place.
  private static func mustStandInside(_ target: String) -> Bool {
    var (own, above) = (stat(), stat())
    guard stat(target, &own) == 0, stat(target + "/..", &above) == 0 else { return false }
    return own.st_dev != above.st_dev || access(target + "/..", W_OK | X_OK) != 0
  }

  /// A lock on the folder at `path`, which may be replaced while we wait for it.
  private static func locked(_ path: String, for target: String) throws(OutputError) -> Int32 {
    for _ in 0..<10 {
      let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard lock >= 0 else {
        guard errno == ENOENT else { throw OutputError("open", path) }
        try makeFolder(path)
        continue
      }
      guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
        close(lock)
        throw OutputError("write to", target, reason: "another run is writing to it")
      }
      var (held, there) = (stat(), stat())
      if fstat(lock, &held) == 0, stat(path, &there) == 0, held.st_ino == there.st_ino {
        return lock
      }
      close(lock)
    }
    throw OutputError("write to", target, reason: "other runs keep writing to it")
  }

  /// Moves files that are not a run's back to the target: a run that was killed just after its
  /// folder took the target's place left them here.
  private func recover() {
    guard !isInside, FileKind(target) == .folder else { return }
    moveEntries(from: path, to: target)
  }

  private func moveEntries(from: String, to: String) {
    for name in FileKind.names(in: from) {
      let (old, new) = ("\(from)/\(name)", "\(to)/\(name)")
      if FileKind(new) == .absent {
        rename(old, new)
      } else if FileKind(old) == .folder, FileKind(new) == .folder, !FileKind.isLink(old) {
        // A folder of variants holds what is not ours, too.
        moveEntries(from: old, to: new)
        rmdir(old)
      }
    }
  }

  /// Puts what was written in the target's place: `written`, as paths in the folder.
  ///
  /// At once where the system can exchange two folders; else each file at once, the summary last.
  func publish(_ written: [String]) throws(OutputError) {
    try synchronise(path)
    if FileKind(target) == .absent {
      guard rename(path, target) == 0 else { throw OutputError("create", target) }
    } else if !isInside, exchange() {
      VariantFolders(path).clear(but: [])
      moveEntries(from: path, to: target)
      rmdir(path)
    } else {
      let isLast = { (name: String) in name == "summary.json" }
      for name in written.filter({ !isLast($0) }) + written.filter(isLast) {
        if let end = name.lastIndex(of: "/") {
          try StagingFolder.makeFolder(target + "/" + name[..<end])
        }
        guard rename(path + "/" + name, target + "/" + name) == 0 else {
          throw OutputError("write", target + "/" + name)
        }
      }
      VariantFolders(target).clear(but: written)
      VariantFolders(path).clear(but: [])
      rmdir(path)
    }
    close(lock)
  }

  /// Gives up what was written.
  func discard() {
    StagingFolder.remove(path)
    close(lock)
  }

  /// Removes a run's files from the folder at `path`, and the folder when it is empty.
  static func remove(_ path: String) {
    VariantFolders(path).clear(but: [])
    rmdir(path)
  }

  /// Exchanges the staging folder and the target; false where the system cannot.
  private func exchange() -> Bool {
    typealias Rename = @convention(c) (
      Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
    ) -> Int32
    var status = stat()
    guard let library = dlopen(nil, RTLD_NOW), let symbol = dlsym(library, "renameat2"),
      stat(target, &status) == 0
    else { return false }
    chmod(path, status.st_mode & 0o7777)
    let exchange: UInt32 = 2
    return unsafeBitCast(symbol, to: Rename.self)(AT_FDCWD, path, AT_FDCWD, target, exchange) == 0
  }

  /// Waits until the disk has the folder's entries.
  private func synchronise(_ path: String) throws(OutputError) {
    // Some file systems know no such thing for a folder, which is no error.
    if fsync(lock) != 0, errno == EIO || errno == ENOSPC { throw OutputError("write", path) }
  }

  /// Makes the folder at `path` and those above it.
  static func makeFolder(_ path: String) throws(OutputError) {
    var above = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      above += above.isEmpty && part.isEmpty ? "/" : part + "/"
      guard mkdir(above, 0o755) != 0, errno != EEXIST, errno != EISDIR else { continue }
      // A folder that is there already may refuse for another reason, such as a read-only disk.
      let reason = errno
      guard FileKind(above) != .folder else { continue }
      errno = reason
      throw OutputError("create the folder", above)
    }
    guard FileKind(path) == .folder else {
      throw OutputError("create the folder", path, reason: "a file of that name is in its place")
    }
  }
}

/// What is at a path.
enum FileKind: Equatable {
  case absent, file, folder, brokenLink

  init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      self = FileKind.isLink(path) ? .brokenLink : .absent
      return
    }
    self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// Whether `path` is a symbolic link.
  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// What the link at `path` leads to; `path` itself when it is none.
  static func resolved(_ path: String) -> String {
    guard isLink(path), let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Whether a device, a pipe or a socket is at `path`, which no rename must replace.
  static func isSpecial(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  /// The names in the folder at `path`, but for `.` and `..`; none when it cannot be read.
  static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

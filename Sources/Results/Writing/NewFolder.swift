import Glibc

/// A folder that was not there before and appears with all its files or not at all.
public enum NewFolder {
  /// Makes the folder at `path` with `files`, each by its path in the folder; `check` looks at the
  /// finished folder, at the path that it is given, before it gets its name.
  ///
  /// - Throws: `OutputError` when something is there already or cannot be written; what `check`
  ///   threw.
  public static func write(
    _ files: [(path: String, text: String)], to path: String,
    check: (_ staging: String) throws -> Void
  ) throws {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard !path.isEmpty else {
      throw OutputError("write to", "\"\"", reason: "no folder is called so")
    }
    guard FileKind(path) == .absent else { throw OutputError.isThere(path) }
    let staging = path + ".tmp"
    try StagingFolder.makeFolder(staging)
    var folders: [String] = []
    var written: [String] = []
    defer {
      for name in written { unlink(staging + "/" + name) }
      for name in folders.reversed() { rmdir(staging + "/" + name) }
      rmdir(staging)
    }
    for file in files {
      if let slash = file.path.lastIndex(of: "/") {
        let folder = String(file.path[..<slash])
        if !folders.contains(folder) {
          try StagingFolder.makeFolder(staging + "/" + folder)
          folders.append(folder)
        }
      }
      written.append(file.path)
      let output = try OutputFile(path: staging + "/" + file.path)
      try output.write(Array(file.text.utf8))
      try output.close()
    }
    try check(staging)
    guard rename(staging, path) == 0 else {
      let isTaken = errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR
      throw isTaken ? OutputError.isThere(path) : OutputError("create", path)
    }
    written = []
    folders = []
  }
}

extension OutputError {
  /// Whether something would have been overwritten.
  public var isOverwriting: Bool { self == .isThere(path) }

  /// Something is at `path`, which must not be overwritten.
  static func isThere(_ path: String) -> OutputError {
    OutputError(
      "write to", path, reason: "it is there already; name another folder, or remove it")
  }
}

import Glibc

/// The files that runs may have left in a folder of results, its variants' folders included.
struct VariantFolders {
  /// The folder that holds a folder for each variant.
  static let name = "variants"

  private let path: String

  /// The files in the folder at `path`.
  init(_ path: String) { self.path = path }

  /// Removes every file that a run may have written except `kept`, and variants' folders that are
  /// empty then. What else somebody put there stays.
  func clear(but kept: [String]) {
    remove(in: "", but: kept)
    let variants = path + "/" + Self.name
    for variant in Self.entries(of: variants) {
      remove(in: Self.name + "/" + variant + "/", but: kept)
      rmdir(variants + "/" + variant)
    }
    rmdir(variants)
  }

  private func remove(in folder: String, but kept: [String]) {
    for name in ResultFolder.fileNames where !kept.contains(folder + name) {
      unlink(path + "/" + folder + name)
    }
  }

  /// The names in the folder at `path`; none when there is no such folder.
  private static func entries(of path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

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
    for variant in FileKind.names(in: variants) {
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
}

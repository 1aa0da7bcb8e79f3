import Foundation

/// The source tree that the tidy tests read.
struct SourceTree {
  /// One Swift file of the tree.
  struct File {
    /// Path from the package's root, such as `Sources/Units/Instant.swift`.
    let path: String
    let lines: [String]
    /// The target (or test target) whose folder it lies in.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    var isSource: Bool { path.hasPrefix("Sources/") }
  }

  let files: [File]
  let root: URL

  static let shared = SourceTree()

  private init() {
    root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    var found: [File] = []
    for top in ["Sources", "Tests"] {
      let folder = root.appendingPathComponent(top)
      let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects ?? []
      for case let name as String in names where name.hasSuffix(".swift") {
        guard let data = FileManager.default.contents(atPath: folder.path + "/" + name) else {
          continue
        }
        let text = String(decoding: data, as: UTF8.self)
        found.append(
          File(path: top + "/" + name, lines: text.components(separatedBy: "\n")))
      }
    }
    files = found.sorted { $0.path < $1.path }
  }

  /// Places in the sources where `isWrong` holds of a line, as `path:line`.
  func places(where isWrong: (File, String) -> Bool) -> [String] {
    files.flatMap { file in
      file.lines.enumerated().compactMap { number, line in
        isWrong(file, line) ? "\(file.path):\(number + 1)" : nil
      }
    }
  }

  /// The text of a file at `path` from the root; empty when it is not there.
  func text(_ path: String) -> String {
    let data = FileManager.default.contents(atPath: root.path + "/" + path) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }
}

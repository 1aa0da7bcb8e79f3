import Foundation
import Testing

/// Texts that printing must give to the letter, in files of their own since their lines are long.
///
/// With `UPDATE_GOLDEN=1` in the environment the files are written instead of compared; look at
/// what changed before keeping it.
enum Golden {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/Printing")

  /// Holds `text` against the file `name.txt`.
  static func check(_ text: String, _ name: String) throws {
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(text == expected, "Tests/Golden/Printing/\(name).txt says otherwise")
  }
}

import Foundation
import Results

extension AgreementTable {
  /// Writes `json` to the file at `path`, making the folders above it.
  ///
  /// The file appears whole, under a temporary name first.
  ///
  /// - Throws: `OutputError` when it cannot be written.
  public func write(to path: String) throws(OutputError) {
    let url = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(json.text().utf8).write(to: url, options: .atomic)
    } catch {
      throw OutputError("write", path, reason: error.localizedDescription)
    }
  }
}

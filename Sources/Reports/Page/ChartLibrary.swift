import Glibc

/// The chart library that makes reports interactive: `echarts.min.js`, which `make setup` fetches.
public enum ChartLibrary {
  /// The file's name in each folder that is searched.
  public static let fileName = "echarts.min.js"

  /// The library's text from the first of `folders` that has it; nil when none has, and reports
  /// then do with drawings.
  public static func find(in folders: [String]) -> String? {
    folders.lazy.compactMap { read($0 + "/" + fileName) }.first
  }

  private static func read(_ path: String) -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return ferror(file) == 0 && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : nil
  }
}

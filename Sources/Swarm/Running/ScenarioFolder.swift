import Foundation

/// Where a world's scenario is written to.
public enum ScenarioFolder {
  /// Writes a world's files to `folder`, which is made when it is not there.
  ///
  /// - Throws: why a file could not be written.
  public static func write(_ world: SwarmWorld, to folder: String) throws {
    let place = URL(fileURLWithPath: folder)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    for file in WorldText(world).files {
      try Data(file.text.utf8).write(to: place.appendingPathComponent(file.name))
    }
  }

  /// What `body` makes of a folder with a world's files, which is removed afterwards.
  static func with<Value>(_ world: SwarmWorld, _ body: (String) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wavetank-swarm-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try write(world, to: folder)
    return try body(folder)
  }
}

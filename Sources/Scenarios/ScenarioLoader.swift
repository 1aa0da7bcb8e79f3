import ClusterSim
import Documents
import Foundation

/// Reads a scenario: a folder with `scenario.yaml` in it, or a file.
///
/// Strict: fields that do not exist, values without units and names that refer to nothing are
/// errors. One pass shows all of them, in the scenario, in its manifests and in overrides.
public enum ScenarioLoader {
  /// The design that the scenario at `path` describes, with overrides applied; its variants, if it
  /// has any, are checked and left out.
  ///
  /// - Parameter overrides: `path.to.field=value` each, as `--set` takes them.
  /// - Throws: Everything that is wrong, in the order of the files.
  /// - Complexity: O(length of the scenario and its manifests).
  public static func load(
    path: String, overrides: [String] = []
  ) throws(Problems) -> ClusterDesign {
    try study(path: path, overrides: overrides).design
  }

  /// The design that `text` describes, with the manifests that it names in `folder`.
  ///
  /// - Parameter name: The file's name in messages.
  /// - Throws: Everything that is wrong.
  public static func load(
    text: String, name: String = "scenario.yaml", folder: String = ".", overrides: [String] = []
  ) throws(Problems) -> ClusterDesign {
    try study(text: text, name: name, folder: folder, overrides: overrides).design
  }

  /// All that the scenario at `path` wants run: its design and its variants.
  ///
  /// - Parameter overrides: `path.to.field=value` each, as `--set` takes them; in variants they go
  ///   above what the variant sets.
  /// - Throws: Everything that is wrong, in the order of the files.
  /// - Complexity: O((1 + variants) × length of the scenario and its manifests).
  public static func study(path: String, overrides: [String] = []) throws(Problems) -> Study {
    let place = try ScenarioPlace(path: path)
    return try StudyReader(
      SourceFile(path: place.file), place: place, overrides: overrides
    ).study()
  }

  /// All that `text` wants run, with the manifests that it names in `folder`.
  ///
  /// - Parameter name: The file's name in messages.
  /// - Throws: Everything that is wrong.
  public static func study(
    text: String, name: String = "scenario.yaml", folder: String = ".", overrides: [String] = []
  ) throws(Problems) -> Study {
    let place = ScenarioPlace(file: name, folder: folder, name: "scenario")
    return try StudyReader(
      SourceFile(name: name, text: text), place: place, overrides: overrides
    ).study()
  }
}

/// Where a scenario is on disk.
struct ScenarioPlace {
  /// The scenario file's path, as messages show it.
  let file: String
  /// The folder that its manifests are looked for in.
  let folder: String
  /// The scenario's name when it gives none.
  let name: String

  init(file: String, folder: String, name: String) {
    self.file = file
    self.folder = folder
    self.name = name
  }

  /// The place that a person means by `path`: a file, or a folder with `scenario.yaml` in it.
  init(path: String) throws(Problems) {
    var isFolder: ObjCBool = false
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard FileManager.default.fileExists(atPath: trimmed, isDirectory: &isFolder) else {
      throw Problems(
        Problem(
          file: path, mark: .start, code: .unreadable, message: "there is no such file or folder",
          hint: "name a scenario's folder or file, such as scenarios/article"))
    }
    guard isFolder.boolValue else {
      let parts = trimmed.split(separator: "/", omittingEmptySubsequences: false)
      let folder = parts.dropLast().joined(separator: "/")
      let stem = parts[parts.count - 1].split(separator: ".").first.map(String.init)
      let isUnnamed = stem == "scenario" && parts.count > 1
      file = trimmed
      self.folder = parts.count == 1 ? "." : folder.isEmpty ? "/" : folder
      name = (isUnnamed ? String(parts[parts.count - 2]) : stem) ?? "scenario"
      return
    }
    let candidates = ["scenario.yaml", "scenario.yml"].map { trimmed + "/" + $0 }
    guard let found = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
      throw Problems(
        Problem(
          file: path, mark: .start, code: .unreadable,
          message: "there is no scenario.yaml in this folder",
          hint: "name a folder that has one, or the scenario's file"))
    }
    file = found
    folder = trimmed
    let last = trimmed.split(separator: "/").last.map(String.init) ?? "scenario"
    name = last.allSatisfy { $0 == "." } ? "scenario" : last
  }
}

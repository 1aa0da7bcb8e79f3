import ClusterSim
import Documents
import Foundation
import KubeAPI
import Scheduler

/// What all parts of a scenario's reading share: where its files are, what was read of them, and
/// what is wrong.
final class ScenarioContext {
  /// Where the scenario is.
  let place: ScenarioPlace
  /// Problems of the scenario file.
  let log: ProblemLog
  private var manifestLogs: [ProblemLog] = []
  private var read: [String: [ManifestObject]] = [:]

  init(place: ScenarioPlace, log: ProblemLog) {
    self.place = place
    self.log = log
  }

  /// Whether anything is wrong so far, in the scenario or in a manifest.
  var hasErrors: Bool { log.hasErrors || manifestLogs.contains(where: \.hasErrors) }

  /// All problems, those of the scenario first, then those of manifests in the order of reading.
  var problems: Problems {
    let logs = [log.problems] + manifestLogs.map(\.problems)
    return Problems(logs.flatMap(\.all), omitted: logs.reduce(0) { $0 + $1.omitted })
  }

  /// The objects of the file or folder at `path`, relative to the scenario; files of a folder come
  /// sorted by name, as kubectl reads them.
  ///
  /// Each file is read once; what is wrong in it is reported once.
  /// - Throws: Why there is nothing at `path` that could be read.
  func objects(
    at path: String, namespace: String = "default"
  ) throws(ValueProblem) -> [ManifestObject] {
    guard !path.contains("://"), path != "-" else {
      throw ValueProblem(
        "is \(quoted(path))", hint: "name a file or a folder beside the scenario")
    }
    let (full, isFolder) = try located(path)
    guard isFolder else { return file(full, shown: path, namespace) }
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: full)) ?? []
    let files = entries.filter(Self.isManifest).sorted()
    guard !files.isEmpty else {
      throw ValueProblem(
        "is \(quoted(path)), a folder without .yaml, .yml or .json files",
        hint: "name a folder with manifests")
    }
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    return files.flatMap { file("\(full)/\($0)", shown: "\(base)/\($0)", namespace) }
  }

  /// What the KubeSchedulerConfiguration at `path`, relative to the scenario, says; nil when it
  /// cannot be used, which is reported.
  ///
  /// - Throws: Why there is nothing at `path` that could be read.
  func schedulerConfiguration(at path: String) throws(ValueProblem) -> SchedulerConfiguration? {
    let (full, isFolder) = try located(path)
    if isFolder {
      throw ValueProblem("is \(quoted(path)), a folder", hint: "name the file in it")
    }
    let fileLog = ProblemLog(file: full)
    manifestLogs.append(fileLog)
    do throws(Problems) {
      return SchedulerConfigurationReader(log: fileLog).read(try SourceFile(path: full))
    } catch {
      fileLog.add(error)
      return nil
    }
  }

  /// The file or folder at `path`, relative to the scenario.
  private func located(_ path: String) throws(ValueProblem) -> (path: String, isFolder: Bool) {
    var isFolder: ObjCBool = false
    let full = place.folder == "." || path.hasPrefix("/") ? path : place.folder + "/" + path
    guard FileManager.default.fileExists(atPath: full, isDirectory: &isFolder) else {
      throw ValueProblem(
        "is \(quoted(path)), and there is no such file or folder in \(place.folder)",
        hint: hint(forMissing: path))
    }
    return (full, isFolder.boolValue)
  }

  /// The object that a file read so far describes; the first of several, in the order of files.
  func known(_ reference: ObjectReference) -> (any KubeObject)? {
    for (_, objects) in read.sorted(by: { $0.key < $1.key }) {
      for entry in objects
      where entry.object.kind == reference.kind && entry.object.key == reference.key {
        return entry.object
      }
    }
    return nil
  }

  private func file(_ path: String, shown: String, _ namespace: String) -> [ManifestObject] {
    let key = namespace + " " + path
    if let known = read[key] { return known }
    let fileLog = ProblemLog(file: path)
    manifestLogs.append(fileLog)
    var objects: [ManifestObject] = []
    do {
      objects = ManifestReader.objects(
        in: try SourceFile(path: path), namespace: namespace, log: fileLog
      ).map { ManifestObject(file: shown, line: $0.mark.line, object: $0.object) }
    } catch {
      fileLog.add(error)
    }
    read[key] = objects
    return objects
  }

  private static func isManifest(_ name: String) -> Bool {
    !name.hasPrefix(".") && [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
  }

  /// The entry of the same folder that was probably meant.
  private func hint(forMissing path: String) -> String {
    let parts = path.split(separator: "/")
    let inside = parts.dropLast().joined(separator: "/")
    let folder = inside.isEmpty ? place.folder : place.folder + "/" + inside
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let last = parts.last.map(String.init) ?? path
    guard let near = Suggestion.nearest(to: last, among: entries.sorted()) else {
      return "check the path, which is relative to the scenario's folder"
    }
    return "did you mean \(inside.isEmpty ? near : inside + "/" + near)?"
  }
}

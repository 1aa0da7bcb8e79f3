import Documents
import Foundation
import KubeAPI

/// What the manifests of a person hold: objects that are simulated, and the rest.
struct FoundManifests {
  /// A Service that an Ingress sends requests to.
  struct Backend: Hashable {
    /// The Ingress's name.
    let ingress: String
    let namespace: String
    let service: String
    /// The port's number or name, as the Ingress has it; nil when it says none.
    let port: String?
  }

  /// The objects that are simulated, in the order of reading.
  private(set) var objects: [any KubeObject] = []
  /// Where Ingresses send requests.
  private(set) var backends: [Backend] = []
  /// What the person should know.
  private(set) var warnings: [Problem] = []
  private var copies: [(name: String, text: String)] = []

  /// Reads the files at `paths`, and those in the folders among them.
  ///
  /// - Throws: Everything that is wrong with them.
  init(paths: [String]) throws(Problems) {
    var problems: [Problem] = []
    for path in paths {
      do throws(Problems) {
        for file in try Self.files(at: path) {
          do throws(Problems) {
            try read(try SourceFile(path: file))
          } catch {
            problems += error.all
          }
        }
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    guard !objects.isEmpty else {
      throw Problems(
        warnings
          + [
            Problem(
              file: paths.first ?? "", mark: .start, code: .missingField,
              message: "there is no object here that is simulated",
              hint: "name manifests with Pods or what makes them, and their Services")
          ])
    }
  }

  /// The manifests to write, each file with the objects that are simulated.
  func files(
    namespaces: [String], priorityClasses: [String]
  ) -> [(path: String, text: String)] {
    var taken: Set<String> = []
    var files: [(path: String, text: String)] = []
    if !namespaces.isEmpty {
      // A cluster has these before anybody applies manifests; files are read sorted by name.
      let text = namespaces.map { "apiVersion: v1\nkind: Namespace\nmetadata: {name: \($0)}\n" }
      files.append(("manifests/00-namespaces.yaml", text.joined(separator: "---\n")))
    }
    if !priorityClasses.isEmpty {
      let text = priorityClasses.map {
        "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: \($0)}\n"
          + "value: 0  # no manifest says what the class is worth\n"
      }
      files.append(("manifests/00-priority-classes.yaml", text.joined(separator: "---\n")))
    }
    for copy in copies {
      var name = copy.name
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(number)-\(copy.name)"
        number += 1
      }
      files.append(("manifests/\(name)", copy.text))
    }
    return files
  }

  private static func files(at path: String) throws(Problems) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return [path] }
    let names = FileManager.default.enumerator(atPath: path)?.allObjects ?? []
    let manifests = names.compactMap { $0 as? String }.filter { name in
      [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
        && !name.split(separator: "/").contains { $0.hasPrefix(".") }
    }
    guard !manifests.isEmpty else {
      throw Problems(
        Problem(
          file: path, mark: .start, code: .unreadable,
          message: "there is no .yaml, .yml or .json file in this folder",
          hint: "name a folder with manifests"))
    }
    return manifests.sorted().map { path + "/" + $0 }
  }

  private mutating func read(_ file: SourceFile) throws(Problems) {
    let log = ProblemLog(file: file.name)
    let nodes = DocumentReader.documents(in: file, log: log)
    let isYAML = !file.name.lowercased().hasSuffix(".json")
    let text = ManifestText(file.text)
    var kept: [String] = []
    for node in nodes {
      let items = Self.items(of: node)
      let simulated = items.filter { isSimulated($0, log) }
      // Whole documents keep their comments and their form; parts of a list are written anew.
      if isYAML, simulated.count == items.count, let own = text.document(at: node.mark.line) {
        kept += simulated.isEmpty ? [] : [own]
      } else {
        kept += simulated.map(ManifestText.yaml)
      }
      for item in simulated {
        let value = ValueReader(item, log: log, bareText: .isWarnedOf)
        if let object = ManifestReader.object(from: value) { objects.append(object) }
      }
    }
    try log.throwIfErrors()
    warnings += log.warnings
    guard !kept.isEmpty else { return }
    let base = file.name.split(separator: "/").last.map(String.init) ?? "manifest.yaml"
    let hasEnding = base.hasSuffix(".yaml") || base.hasSuffix(".yml")
    let stem = hasEnding ? base : (isYAML ? base : String(base.dropLast(5))) + ".yaml"
    let name = ManifestText.plainName(stem)
    copies.append((name, kept.joined(separator: "---\n")))
  }

  /// The objects of a document: itself, or what a `List` holds.
  private static func items(of node: DocumentNode) -> [DocumentNode] {
    guard case .mapping(let mapping) = node, mapping["kind"]?.text?.hasSuffix("List") == true,
      case .sequence(let list)? = mapping["items"]
    else { return [node] }
    return list.items.flatMap(items)
  }

  /// Whether `node` is an object that is simulated, or something that must be reported as wrong;
  /// else the person is told that it is left out.
  private mutating func isSimulated(_ node: DocumentNode, _ log: ProblemLog) -> Bool {
    guard case .mapping(let mapping) = node, let kind = mapping["kind"]?.text,
      let version = mapping["apiVersion"]?.text
    else { return true }
    let group = version.contains("/") ? String(version.prefix { $0 != "/" }) : ""
    let isForeign = group.contains(".") && !group.hasSuffix(".k8s.io")
    let isReal = KnownKinds.isReal(kind)
    let isRead = ManifestReader.kinds.contains { $0.rawValue == kind }
    guard isForeign || isReal && !isRead else { return true }
    if kind == "Ingress" {
      let found = Self.backends(of: node)
      backends += found
      log.warning(
        at: node.mark, .notSimulated, "the Ingress itself is not simulated",
        hint: found.isEmpty
          ? "it names no Service" : "its Services get clients that ask from inside the cluster")
    } else {
      log.warning(
        at: node.mark, .notSimulated, "objects of kind \(harmlessKind(kind)) are not simulated",
        hint: "it is left out" + (Self.runsPods(kind) ? ", and its pods are missing" : ""))
    }
    return false
  }

  private func harmlessKind(_ kind: String) -> String {
    kind.utf8.count <= 63 ? kind : String(kind.prefix(63)) + "…"
  }

  private static func runsPods(_ kind: String) -> Bool {
    ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob"].contains(kind)
  }

  private static func backends(of ingress: DocumentNode) -> [Backend] {
    let name = ingress["metadata", "name"]?.text ?? "ingress"
    let namespace = ingress["metadata", "namespace"]?.text ?? "default"
    var services: [DocumentNode] = []
    if let fallback = ingress["spec", "defaultBackend", "service"] { services.append(fallback) }
    for rule in ingress["spec", "rules"]?.elements ?? [] {
      for path in rule["http", "paths"]?.elements ?? [] {
        if let service = path["backend", "service"] { services.append(service) }
      }
    }
    var found: [Backend] = []
    for service in services {
      guard let target = service["name"]?.text else { continue }
      let port = service["port", "number"]?.text ?? service["port", "name"]?.text
      let backend = Backend(ingress: name, namespace: namespace, service: target, port: port)
      if !found.contains(where: { $0.service == target && $0.port == port }) {
        found.append(backend)
      }
    }
    return found
  }
}

extension DocumentNode {
  /// The value below the mappings called `keys`, one inside the other.
  fileprivate subscript(_ keys: String...) -> DocumentNode? {
    var node: DocumentNode? = self
    for key in keys {
      guard case .mapping(let mapping)? = node else { return nil }
      node = mapping[key]
    }
    return node
  }

  /// The items of a list; none of anything else.
  fileprivate var elements: [DocumentNode] {
    guard case .sequence(let list) = self else { return [] }
    return list.items
  }
}

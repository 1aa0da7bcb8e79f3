import Foundation
import KubeAPI
import Testing
import Units

/// One recorded scenario of a real control plane.
///
/// The recordings lie beside the project, not in it; tests that need them are skipped without.
struct TraceFile {
  struct Line {
    let ms: Double
    let type: String
    let kind: String
    let name: String
    let fields: [String: Any]

    func text(_ key: String) -> String? { fields[key] as? String }
    func map(_ key: String) -> [String: Any] { fields[key] as? [String: Any] ?? [:] }
  }

  let header: [String: Any]
  let lines: [Line]

  private static let folder: URL = {
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    return folder.appendingPathComponent("../shared/reference/control-plane-traces")
  }()

  static var isThere: Bool {
    FileManager.default.fileExists(atPath: folder.appendingPathComponent("README.md").path)
  }

  init(_ scenario: String) throws {
    let data = try Data(contentsOf: Self.folder.appendingPathComponent("\(scenario).jsonl"))
    var objects: [[String: Any]] = []
    for line in data.split(separator: UInt8(ascii: "\n")) {
      let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      objects.append(try #require(object))
    }
    header = try #require(objects.first)
    lines = objects.dropFirst().map { object in
      Line(
        ms: (object["t"] as? NSNumber)?.doubleValue ?? 0,
        type: object["type"] as? String ?? "", kind: object["kind"] as? String ?? "",
        name: object["name"] as? String ?? "", fields: object)
    }
  }

  /// What the driver did, in order.
  var actions: [Line] { lines.filter { $0.kind == "Driver" } }

  func changes(_ kind: String, _ name: String? = nil) -> [Line] {
    lines.filter { $0.kind == kind && (name == nil || $0.name == name) }
  }

  /// The replica counts that a controller reported, each once in a row.
  func reportedReplicas(_ name: String) -> [Int] {
    changes("ReplicationController", name)
      .compactMap { ($0.map("status")["replicas"] as? NSNumber)?.intValue }.withoutRepeats
  }

  /// The number of ready addresses of the Endpoints `name` at `ms`.
  func readyAddresses(_ name: String, at ms: Double) -> Int {
    let last = changes("Endpoints", name).last { $0.ms <= ms }
    let subsets = last?.fields["subsets"] as? [[String: Any]] ?? []
    return subsets.reduce(0) { $0 + (($1["ready"] as? [Any])?.count ?? 0) }
  }

  /// Names of the pods in the order in which they came.
  var podNames: [String] { changes("Pod").filter { $0.type == "ADDED" }.map(\.name) }
}

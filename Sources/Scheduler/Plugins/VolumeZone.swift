import KubeAPI

/// Keeps pods to the zones that the labels of their volumes name.
///
/// Source: `pkg/scheduler/framework/plugins/volumezone/volume_zone.go`, v1.34.
final class VolumeZone: PreFilterPlugin, FilterPlugin, EventfulPlugin {
  static let name = "VolumeZone"
  /// What users see.
  static let reason = "node(s) had no available volume zone"

  /// The labels that name zones and regions, each with its older name.
  private static let labels = [
    "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
    "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
  ]

  /// Which values of which label the pod's volumes allow.
  private final class Places {
    var allowed: [(label: String, values: [String])] = []
  }

  private let volumes: VolumeCache?

  init(_ volumes: VolumeCache?) { self.volumes = volumes }

  func preFilter(
    _ pod: PodInfo, _ nodes: [NodeInfo], _ state: CycleState
  ) -> PreFilterVerdict {
    guard let volumes, !pod.spec.volumes.isEmpty else { return .skip }
    let places = Places()
    for key in pod.claims {
      guard let claim = volumes.claim(key), !claim.volumeName.isEmpty,
        let volume = volumes.volume(claim.volumeName)
      else { continue }
      for label in Self.labels {
        guard let value = volume.metadata.labels[label] else { continue }
        // Several zones stand in one label with two underscores between them.
        places.allowed.append((label, value.components(separatedBy: "__")))
      }
    }
    if places.allowed.isEmpty { return .skip }
    state.write(places)
    return .proceed(only: nil)
  }

  func filter(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Status {
    guard let places = state.read(Places.self) else { return .success }
    let labels = node.node.metadata.labels
    // A node that is in no zone or region may have volumes of any.
    guard Self.labels.contains(where: { labels[$0] != nil }) else { return .success }
    let fits = places.allowed.allSatisfy { place in
      (labels[place.label] ?? labels[Self.present(place.label)])
        .map(place.values.contains) ?? false
    }
    return fits
      ? .success : Status(.unschedulableAndUnresolvable, reasons: [Self.reason])
  }

  /// Today's name of a label that may be written with its older one.
  private static func present(_ label: String) -> String {
    label.hasPrefix("failure-domain.beta.")
      ? "topology." + label.dropFirst("failure-domain.beta.".count) : label
  }

  var eventsToRegister: [EventInterest] {
    [
      EventInterest(ClusterEvent(.storageClass, .add)),
      EventInterest(ClusterEvent(.node, [.add, .updateNodeLabel])),
      EventInterest(ClusterEvent(.persistentVolumeClaim, [.add, .updateOther])),
      EventInterest(ClusterEvent(.persistentVolume, [.add, .updateOther])),
    ]
  }
}

extension String {
  /// The parts of the text between occurrences of `separator`, which is not empty.
  fileprivate func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}

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
      guard let claim = volumes.storedClaim(key) else {
        return Self.refuse(VolumeBinding.notFound(claim: key.name))
      }
      if claim.volumeName.isEmpty {
        if let problem = Self.problem(ofUnbound: claim, volumes) { return Self.refuse(problem) }
        continue
      }
      guard let volume = volumes.storedVolume(claim.volumeName) else {
        return Self.refuse("persistentvolume \"\(claim.volumeName)\" not found")
      }
      for label in Self.labels {
        guard let value = volume.metadata.labels[label], let zones = Self.zones(in: value) else {
          continue
        }
        places.allowed.append((label, zones))
      }
    }
    if places.allowed.isEmpty { return .skip }
    state.write(places)
    return .proceed(only: nil)
  }

  private static func refuse(_ reason: String) -> PreFilterVerdict {
    .fails(Status(.unschedulableAndUnresolvable, reasons: [reason]))
  }

  /// What is wrong with a claim without a volume; nil for one that waits for its pod's node.
  private static func problem(
    ofUnbound claim: PersistentVolumeClaim, _ volumes: VolumeCache
  ) -> String? {
    guard let name = claim.className else {
      return "PersistentVolumeClaim had no pv name and storageClass name"
    }
    guard let storage = volumes.storageClass(name) else {
      return "storageclass.storage.k8s.io \"\(name)\" not found"
    }
    return storage.bindingMode == .waitForFirstConsumer ? nil : "PersistentVolume had no name"
  }

  /// The zones in one label, which has two underscores between them; nil when one of them is
  /// empty, which makes the label count for nothing.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/storage/volume` and
  /// `k8s.io/cloud-provider/volume/helpers/zones.go` (LabelZonesToSet), v1.34.
  private static func zones(in label: String) -> [String]? {
    let zones = label.components(separatedBy: "__").map(\.withoutBlanks)
    return zones.contains("") ? nil : zones
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
      EventInterest(ClusterEvent(.storageClass, .add)) { _, objects in
        guard case .storageClass(_, let new) = objects else { return true }
        return new.bindingMode == .waitForFirstConsumer
      },
      EventInterest(ClusterEvent(.node, [.add, .updateNodeLabel])),
      EventInterest(ClusterEvent(.persistentVolumeClaim, [.add, .updateOther])) { pod, objects in
        guard case .claim(let claim) = objects else { return true }
        return pod.claims.contains(claim.key)
      },
      EventInterest(ClusterEvent(.persistentVolume, [.add, .updateOther])) { _, objects in
        guard case .volume(let old?, let new) = objects else { return true }
        return Self.labels.contains { old.metadata.labels[$0] != new.metadata.labels[$0] }
      },
    ]
  }
}

extension String {
  fileprivate var withoutBlanks: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

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

/// Prefers nodes that have the pod's images already, the larger the image the more, and less for an
/// image that only few nodes have, so that not all pods go to those.
///
/// Source: `pkg/scheduler/framework/plugins/imagelocality/image_locality.go`, v1.34.
final class ImageLocality: ScorePlugin, LocalPlugin {
  static let name = "ImageLocality"

  /// Less than this in all earns nothing: 23 MiB.
  static let leastBytes: Int64 = 23 << 20
  /// More than this for each container earns no more: 1,000 MiB.
  static let mostBytesPerContainer: Int64 = 1_000 << 20

  private let cluster: any ClusterView

  /// Counts the nodes of `cluster`.
  init(_ cluster: any ClusterView) { self.cluster = cluster }

  func score(_ pod: PodInfo, on node: NodeInfo, _ state: CycleState) -> Int64 {
    if node.images.isEmpty { return 0 }
    let nodeCount = cluster.nodes.count
    var sum: Int64 = 0
    for image in pod.images {
      guard let found = node.images[image] else { continue }
      // The same floating-point steps as upstream, which cut the product down.
      let spread = Double(found.nodeCount) / Double(nodeCount)
      sum = sum.addingClamped(Int64(clamping: Double(found.size) * spread))
    }
    let containers = pod.spec.initContainers.count + pod.spec.containers.count
    return Self.points(sum, containers: containers)
  }

  let mindsPods = false
  let scale = PointScale.asGiven

  /// The more nodes have an image, the more it is worth on each.
  func basis(of pod: PodInfo) -> [Int64] {
    pod.images.flatMap { image -> [Int64] in
      guard let found = cluster.spread(ofImage: image) else { return [0, 0] }
      return [found.size, Int64(found.nodeCount)]
    }
  }

  private static func points(_ sum: Int64, containers: Int) -> Int64 {
    let most = mostBytesPerContainer * Int64(containers)
    guard most > leastBytes else { return 0 }
    let held = min(max(sum, leastBytes), most)
    return maxNodeScore * (held - leastBytes) / (most - leastBytes)
  }
}

extension Int64 {
  /// The whole part of `value`, held inside the representable range.
  init(clamping value: Double) {
    if value.isNaN {
      self = 0
    } else if value >= 0x1p63 {
      self = .max
    } else if value < -0x1p63 {
      self = .min
    } else {
      self = Int64(value)
    }
  }
}

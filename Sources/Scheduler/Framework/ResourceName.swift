/// The names of resources, and what kind of resource a name means.
///
/// Source: `pkg/apis/core/v1/helper/helpers.go` and `pkg/scheduler/util/utils.go`, v1.34.
public enum ResourceName {
  /// CPU, counted in thousandths of a core.
  public static let cpu = "cpu"
  /// Memory, in bytes.
  public static let memory = "memory"
  /// Scratch space on the node's disk, in bytes.
  public static let ephemeralStorage = "ephemeral-storage"
  /// How many pods a node takes.
  public static let pods = "pods"

  private static let hugePagesPrefix = "hugepages-"
  private static let attachableVolumesPrefix = "attachable-volumes-"
  private static let nativeDomain = "kubernetes.io/"

  /// Whether the scheduler counts the resource by its name: an extended resource, huge pages, a
  /// resource of the `kubernetes.io` domain, or a volume limit.
  public static func isScalar(_ name: String) -> Bool {
    isExtended(name) || name.hasPrefix(hugePagesPrefix) || name.contains(nativeDomain)
      || name.hasPrefix(attachableVolumesPrefix)
  }

  /// Whether the resource is one that a cluster defines itself, such as `nvidia.com/gpu`.
  public static func isExtended(_ name: String) -> Bool {
    name.contains("/") && !name.contains(nativeDomain) && !name.hasPrefix("requests.")
  }

  /// Whether a pod may name the resource for all of its containers together.
  ///
  /// Source: `staging/src/k8s.io/component-helpers/resource/helpers.go`
  /// (IsSupportedPodLevelResource), v1.34.
  public static func isPodLevel(_ name: String) -> Bool {
    name == cpu || name == memory || name.hasPrefix(hugePagesPrefix)
  }
}

import KubeAPI

/// Names of images as nodes report them.
///
/// Source: `pkg/scheduler/framework/plugins/imagelocality/image_locality.go`, v1.34.
enum ImageName {
  /// `name` with the tag `latest` where it has neither tag nor digest.
  static func normalized(_ name: String) -> String {
    let colon = name.utf8.lastIndex(of: UInt8(ascii: ":"))
    let slash = name.utf8.lastIndex(of: UInt8(ascii: "/"))
    let isTagged = colon.map { colon in slash.map { colon > $0 } ?? true } ?? false
    return isTagged ? name : name + ":latest"
  }

  /// The images of a pod's init containers and containers, not those of its image volumes.
  static func needed(by spec: PodSpec) -> [String] {
    (spec.initContainers + spec.containers).map { normalized($0.image) }
  }
}

import KubeAPI
import Units

/// The images on one machine's disk; they outlive a loss of power.
struct ImageCache {
  private var sizes: [String: Bytes] = [:]

  /// Whether the image is there.
  func contains(_ image: String) -> Bool { sizes[image] != nil }

  /// Puts an image of `size` on the disk.
  mutating func add(_ image: String, size: Bytes) { sizes[image] = size }

  /// Takes all images off the disk.
  mutating func removeAll() { sizes = [:] }

  /// The images, sorted by name.
  var images: [NodeImage] {
    sizes.keys.sorted().map { NodeImage(names: [$0], sizeBytes: sizes[$0]?.count ?? 0) }
  }
}

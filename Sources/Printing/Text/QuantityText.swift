import KubeAPI

/// Amounts of resources as the API writes them.
public enum QuantityText {
  /// `amount` of the resource `name`: `500m` or `2` for CPU, `128Mi` for bytes, digits otherwise.
  public static func text(_ name: String, _ amount: Int64) -> String {
    if name == "cpu" { return amount % 1_000 == 0 ? "\(amount / 1_000)" : "\(amount)m" }
    let isBytes = name == "memory" || name.hasSuffix("storage") || name.hasPrefix("hugepages-")
    return isBytes ? bytes(amount) : "\(amount)"
  }

  /// `count` bytes with the largest binary suffix that keeps it whole: `50Gi`, `100Mi`, `1500`.
  public static func bytes(_ count: Int64) -> String {
    guard count != 0 else { return "0" }
    for (suffix, shift) in [("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10)] as [(String, Int64)]
    where count % (1 << shift) == 0 {
      return "\(count >> shift)\(suffix)"
    }
    return "\(count)"
  }
}

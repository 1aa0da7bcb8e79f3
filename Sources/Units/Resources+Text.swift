extension MilliCPU: CustomStringConvertible {
  /// The amount as Kubernetes writes it: `2` for whole cores, `1500m` otherwise.
  public var description: String {
    millicores % 1_000 == 0 ? "\(millicores / 1_000)" : "\(millicores)m"
  }
}

extension Bytes: CustomStringConvertible {
  /// The amount as Kubernetes writes it: in the largest binary unit that leaves a whole number
  /// (`512Mi`), else plain bytes.
  ///
  /// Source: k8s.io/apimachinery, pkg/api/resource/quantity.go (BinarySI), v1.36.
  public var description: String {
    guard count != 0 else { return "0" }
    let zeros = count.trailingZeroBitCount / 10
    let units = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
    let index = min(zeros, units.count - 1)
    return "\(count >> Int64(10 * index))\(units[index])"
  }
}

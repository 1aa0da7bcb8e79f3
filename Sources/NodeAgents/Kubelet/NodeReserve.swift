import Units

/// What a node keeps for its system and does not offer to pods.
public enum NodeReserve: Hashable, Sendable {
  /// Nothing: pods may have the whole machine.
  case none
  /// Fixed amounts.
  case fixed(cpu: MilliCPU, memory: Bytes)
  /// What Google's managed nodes keep.
  ///
  /// Documented (GKE, "Plan node sizes"): of CPU 6 % of the first core, 1 % of the second, 0.5 %
  /// of the third and fourth and 0.25 % of all above; of memory 255 MiB on machines below 1 GiB,
  /// else 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112 and
  /// 2 % of the rest; and 100 MiB more, below which the kubelet evicts.
  case gke

  /// The CPU kept of a machine with `capacity`.
  public func cpu(of capacity: MilliCPU) -> MilliCPU {
    switch self {
    case .none: .zero
    case .fixed(let cpu, _): cpu
    case .gke:
      MilliCPU(
        Self.share(
          of: capacity.millicores,
          in: [(1_000, 600), (1_000, 100), (2_000, 50), (.max, 25)]) / 10_000)
    }
  }

  /// The memory kept of a machine with `capacity`.
  public func memory(of capacity: Bytes) -> Bytes {
    switch self {
    case .none: return .zero
    case .fixed(_, let memory): return memory
    case .gke:
      let eviction = Bytes.mebibytes(100)
      if capacity < .gibibytes(1) { return .mebibytes(255) + eviction }
      let kept = Self.share(
        of: capacity.count,
        in: [
          (4 << 30, 2_500), (4 << 30, 2_000), (8 << 30, 1_000), (112 << 30, 600), (.max, 200),
        ])
      return Bytes(kept / 10_000) + eviction
    }
  }

  /// The sum over brackets of their width times their share, in ten-thousandths.
  private static func share(
    of amount: Int64, in brackets: [(width: Int64, share: Int64)]
  ) -> Int64 {
    var left = amount
    var sum: Int64 = 0
    for bracket in brackets {
      let part = min(left, bracket.width)
      sum += part * bracket.share
      left -= part
    }
    return sum
  }
}

/// The addresses that one machine gives to its pods: a range of 256 of its own.
///
/// Ranges follow each other from 10.4.0.0 on, as in a cluster whose pods have 10.4.0.0/14 and whose
/// nodes get a /24 each. An address that was given back comes round again last.
/// Source: CNI plugin `host-local` (round robin); GKE's default ranges.
public struct PodAddresses {
  private let prefix: String
  private var taken = Array(repeating: false, count: 256)
  private var last = 1

  /// The addresses of machine number `index`, counted from 0.
  ///
  /// The range of number 64,512 and above would lie outside of 10.0.0.0/8.
  public init(machine index: Int) {
    precondition(index >= 0 && index < 252 * 256, "no range for machine \(index)")
    prefix = "10.\(4 + index / 256).\(index % 256)."
  }

  /// A free address; nil when all 253 are taken.
  public mutating func take() -> String? {
    // The first is the bridge's; the lowest and the highest are not for hosts.
    for step in 1...253 {
      let number = 2 + (last - 2 + step + 253) % 253
      if !taken[number] {
        taken[number] = true
        last = number
        return prefix + "\(number)"
      }
    }
    return nil
  }

  /// Gives an address back.
  public mutating func free(_ address: String) {
    guard address.hasPrefix(prefix), let number = Int(address.dropFirst(prefix.count)),
      taken.indices.contains(number)
    else { return }
    taken[number] = false
  }
}

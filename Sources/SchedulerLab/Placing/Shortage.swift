import KubeAPI
import Results
import Scheduler
import Statistics

/// What a node lacks for one more pod.
struct Shortage {
  /// The node.
  let node: NodeInfo
  /// How much of each resource is missing, and how much of it is left.
  let amounts: [(name: String, missing: Int64, left: Int64)]
  /// How much is missing, measured by what the pod asks for.
  let size: Double

  /// What `node` lacks for a pod that asks for `requests`.
  init(of node: NodeInfo, for requests: ResourceTotals) {
    self.node = node
    var amounts: [(name: String, missing: Int64, left: Int64)] = []
    var size = 0.0
    let names = [ResourceName.cpu, ResourceName.memory, ResourceName.ephemeralStorage]
    for name in names + requests.scalarNames {
      let wanted = requests.amount(of: name)
      let left = node.allocatable.amount(of: name) - node.requested.amount(of: name)
      guard wanted > 0, wanted > left else { continue }
      amounts.append((name, wanted - left, max(0, left)))
      size += Double(wanted - left) / Double(wanted)
    }
    let podsMissing = Int64(node.pods.count) + 1 - node.allowedPods
    if podsMissing > 0 {
      amounts.append((ResourceName.pods, podsMissing, 0))
      size += Double(podsMissing)
    }
    self.amounts = amounts
    self.size = size
  }

  /// The node with just enough of everything.
  var filled: Node {
    var more = node.node
    for (name, missing, _) in amounts {
      more.status.allocatable[name] = (more.status.allocatable[name] ?? 0) + missing
    }
    return more
  }

  /// What is missing: `3.2 more cores and 2 GiB more memory`.
  var text: String {
    amounts.map { name, missing, _ in Self.amount(missing, of: name, more: true) }
      .joined(separator: " and ")
  }

  /// `pod` asking for what is left, where one resource is all that is missing.
  func asking(less pod: Pod) -> PodChange? {
    guard amounts.count == 1, let (name, _, left) = amounts.first, name != ResourceName.pods else {
      return nil
    }
    let text = "if it asked for \(Self.amount(left, of: name, more: false)) at most"
    return PodChange.asking(pod, for: name, atMost: left, text)
  }

  private static func amount(_ amount: Int64, of name: String, more: Bool) -> String {
    let word = more ? " more" : ""
    switch name {
    case ResourceName.cpu:
      let cores = Double(amount) / 1_000
      return "\(FigureText.fixed(cores, digits: 3))\(word) \(cores == 1 ? "core" : "cores")"
    case ResourceName.memory: return FigureKind.bytes.text(Double(amount)) + "\(word) memory"
    case ResourceName.ephemeralStorage:
      return FigureKind.bytes.text(Double(amount)) + "\(word) ephemeral storage"
    case ResourceName.pods: return "room for \(amount)\(word) pod\(amount == 1 ? "" : "s")"
    default: return "\(FigureText.grouped(Int(amount)))\(word) \(name)"
    }
  }
}

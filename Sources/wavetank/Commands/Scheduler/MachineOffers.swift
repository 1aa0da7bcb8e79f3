import Cloud
import Documents
import KubeAPI
import NodeAgents
import SchedulerLab
import Units

/// The machines of a provider's catalogue as a cluster could get them.
enum MachineOffers {
  /// What `provider` offers (nil: the provider of `nodes`, else gcp), or of it only `types`.
  ///
  /// - Throws: a provider or a type that is not in the catalogue.
  static func offers(
    of provider: String?, types: [String], like nodes: [Node]
  ) throws -> [MachineOffer] {
    let name = provider ?? Self.provider(of: nodes) ?? "gcp"
    guard let found = Catalogue.builtIn[name] else {
      let known = Catalogue.builtIn.providers.map(\.name)
      throw InputError(
        "--provider is '\(name)', which is not in the catalogue; "
          + (Suggestion.hint(for: name, among: known)
            ?? "write \(known.joined(separator: " or "))"))
    }
    guard !types.isEmpty else { return found.machineTypes.map { MachineOffer($0, of: found) } }
    return try types.map { type in
      guard let machine = found.machineType(type) else {
        let hint = Suggestion.hint(for: type, among: found.machineTypes.map(\.name))
        throw InputError(
          "--type is '\(type)', which \(name) does not offer; "
            + (hint ?? "another --provider may"))
      }
      return MachineOffer(machine, of: found)
    }
  }

  /// By whom the nodes say that they are run, or whose type of machine they say they are.
  private static func provider(of nodes: [Node]) -> String? {
    for node in nodes {
      if node.spec.providerID.hasPrefix("gce:") || node.spec.providerID.hasPrefix("gcp:") {
        return "gcp"
      }
      if node.spec.providerID.hasPrefix("aws:") { return "aws" }
      let type = node.metadata.labels["node.kubernetes.io/instance-type"] ?? ""
      let offering = Catalogue.builtIn.providers.first { $0.machineType(type) != nil }
      if let offering { return offering.name }
    }
    return nil
  }
}

extension MachineOffer {
  /// A machine with its boot disk, and what a simulated node of it offers to pods.
  fileprivate init(_ type: Catalogue.MachineType, of provider: Catalogue.Provider) {
    let shape = MachineShape(type, of: provider)
    var node = NodeDescription(
      name: type.name, cpu: shape.cpu, memory: shape.memory, internalIP: "")
    node.reserve = .gke
    self.init(
      name: type.name, pricePerHour: shape.pricePerHour + shape.bootDiskPerHour,
      capacity: node.capacity,
      allocatable: node.allocatable(maxPods: NodeAgentParameters().maxPods))
  }
}

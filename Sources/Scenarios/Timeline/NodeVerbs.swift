import ClusterSim
import ControllerRuntime
import KubeAPI
import Printing

/// `kubectl cordon`, `uncordon`, `drain` and `taint`.
final class NodeVerbs {
  private let run: ClusterRun

  init(_ run: ClusterRun) { self.run = run }

  func cordon(_ command: CordonCommand, then done: @escaping (String) -> Void) {
    find(command.nodes) { [unowned self] found in
      switch found {
      case .failure(let refusal): done(refusal.text)
      case .success(let nodes):
        mark(nodes[...], isCordon: command.isCordon, output: "", then: done)
      }
    }
  }

  func drain(_ command: DrainCommand, then done: @escaping (String) -> Void) {
    find(command.nodes) { [unowned self] found in
      switch found {
      case .failure(let refusal): done(refusal.text)
      case .success(let nodes):
        mark(nodes[...], isCordon: true, output: "") { [unowned self] output in
          Drain(command, nodes: nodes, run: run) { done(output + $0) }.begin()
        }
      }
    }
  }

  func taint(_ command: TaintCommand, then done: @escaping (String) -> Void) {
    let picks = command.nodes ?? run.all(Node.self).map { .name($0.metadata.name) }
    find(picks) { [unowned self] found in
      switch found {
      case .failure(let refusal): done(refusal.text)
      case .success(let nodes): taint(nodes[...], command, output: "", then: done)
      }
    }
  }

  // MARK: Looking up

  /// Reads the nodes that are meant; the first that is not there ends the command.
  private func find(
    _ picks: [NodePick], then done: @escaping (Result<[Node], Refusal>) -> Void
  ) {
    var names: [String] = []
    for pick in picks {
      switch run.pick(pick, namespace: "default") {
      case .success(let name): names.append(name)
      case .failure(let refusal): return done(.failure(refusal))
      }
    }
    read(names[...], found: [], then: done)
  }

  private func read(
    _ names: ArraySlice<String>, found: [Node],
    then done: @escaping (Result<[Node], Refusal>) -> Void
  ) {
    guard let name = names.first else { return done(.success(found)) }
    run.kubectl.send(.get(ObjectReference(.node, ObjectKey(name: name)))) { [unowned self] result in
      switch result {
      case .success(.object(let object)):
        read(names.dropFirst(), found: found + [object].compactMap { $0 as? Node }, then: done)
      case .success: read(names.dropFirst(), found: found, then: done)
      case .failure(let error):
        done(
          .failure(
            Refusal(
              KubectlMessages.serverError(
                reason: error.reason.rawValue, message: error.message))))
      }
    }
  }

  // MARK: Changing

  /// Cordons or uncordons nodes, one after the other.
  private func mark(
    _ nodes: ArraySlice<Node>, isCordon: Bool, output: String,
    then done: @escaping (String) -> Void
  ) {
    guard let node = nodes.first else { return done(output) }
    let name = node.metadata.name
    let next: (String) -> Void = { [unowned self] line in
      mark(nodes.dropFirst(), isCordon: isCordon, output: output + line, then: done)
    }
    guard node.spec.isUnschedulable != isCordon else {
      return next(
        KubectlMessages.done(isCordon ? .alreadyCordoned : .alreadyUncordoned, .node, name))
    }
    let patch = Patch(isCordon ? "cordon" : "uncordon") { (object) throws(APIError) in
      guard var node = object as? Node else { return }
      node.spec.isUnschedulable = isCordon
      object = node
    }
    run.kubectl.send(.patch(node.reference, patch)) { result in
      switch result {
      case .success:
        next(KubectlMessages.done(isCordon ? .cordoned : .uncordoned, .node, name))
      case .failure(let error):
        next(KubectlMessages.cannotCordon(name, isCordon: isCordon, why: error.message))
      }
    }
  }

  private func taint(
    _ nodes: ArraySlice<Node>, _ command: TaintCommand, output: String,
    then done: @escaping (String) -> Void
  ) {
    guard let node = nodes.first else { return done(output) }
    let next: (String) -> Void = { [unowned self] line in
      taint(nodes.dropFirst(), command, output: output + line, then: done)
    }
    let change: TaintChange
    do throws(Refusal) {
      change = try TaintChange(command, of: node)
    } catch {
      return next(error.text)
    }
    let patch = Patch("taints") { (object) throws(APIError) in
      guard var node = object as? Node else { return }
      node.spec.taints = change.taints
      object = node
    }
    run.kubectl.send(.patch(node.reference, patch)) { result in
      switch result {
      case .success: next(KubectlMessages.done(change.deed, .node, node.metadata.name))
      case .failure(let error):
        next(
          KubectlMessages.serverError(reason: error.reason.rawValue, message: error.message))
      }
    }
  }
}

/// What `kubectl taint` makes of a node's taints.
///
/// Source: `k8s.io/kubectl/pkg/cmd/taint/utils.go` (reorganizeTaints), v1.36.
struct TaintChange {
  /// The node's taints afterwards, the new ones first.
  let taints: [Taint]
  /// What is said to have been done.
  let deed: KubectlMessages.Deed

  /// The change that `command` asks of `node`.
  /// - Throws: What kubectl prints when a taint is there already, or is not.
  init(_ command: TaintCommand, of node: Node) throws(Refusal) {
    let old = node.spec.taints
    let doubled = command.added.filter { taint in old.contains { Self.isSame($0, taint) } }
    if !doubled.isEmpty, !command.overwrites {
      let keys = doubled.map(\.key).joined(separator: ",")
      throw Refusal(
        "error: node \(node.metadata.name) already has \(keys) taint(s) with same effect(s) and "
          + "--overwrite is false\n")
    }
    var taints = command.added
    taints += old.filter { taint in !command.added.contains { Self.isSame($0, taint) } }
    let hasAdded = taints.count != old.count
    var hasRemoved = false
    for removal in command.removed {
      let before = taints.count
      taints.removeAll {
        $0.key == removal.key && (removal.effect == nil || $0.effect == removal.effect)
      }
      hasRemoved = taints.count != before
      guard hasRemoved else {
        let text = removal.key + (removal.effect.map { ":\($0.rawValue)" } ?? "")
        throw Refusal("error: taint \"\(text)\" not found\n")
      }
    }
    self.taints = taints
    if (hasAdded && hasRemoved) || command.overwrites {
      deed = .modified
    } else {
      deed = hasAdded ? .tainted : .untainted
    }
  }

  private static func isSame(_ a: Taint, _ b: Taint) -> Bool {
    a.key == b.key && a.effect == b.effect
  }
}

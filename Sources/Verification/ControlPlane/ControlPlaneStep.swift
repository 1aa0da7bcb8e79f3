import Units

/// Something that happened in a control plane, told without the names that chance makes.
package struct ControlPlaneStep: Equatable {
  /// When, since the start of the recording.
  package let at: TimeSpan
  /// What, such as `a pod of app-orange is ready`.
  package let what: String

  package init(at: TimeSpan, what: String) {
    self.at = at
    self.what = what
  }

  /// Whether a controller of replicas, or what follows from it, made the step.
  var isOfReplicas: Bool {
    let ends = ["is made", "gets a node", "is Running", "is ready", "ready pods", "pods"]
    return ends.contains(where: what.hasSuffix) || what.hasPrefix("service ")
  }
}

/// Finds the steps in a stream of changes.
///
/// Pods are told by their controller, and nodes not at all, for which of several equal ones is
/// picked is chance. Of
/// counts that run through values (ready pods, addresses of a service) only those count that stay
/// for a while: which of the values between are seen depends on what comes first within
/// milliseconds.
struct StepFinder {
  /// How long a count must stay to be a step.
  private static let settled = TimeSpan.milliseconds(500)

  private var steps: [ControlPlaneStep] = []
  private var pods: [String: ObservedChange.PodView] = [:]
  private var controllers: [String: ObservedChange.ControllerView] = [:]
  private var nodes: [String: (ready: String, taints: [String])] = [:]
  /// Counts by their name, in the order of time.
  private var counts: [String: [(at: TimeSpan, value: Int)]] = [:]

  /// The steps of `changes`, in order of time.
  static func steps(of changes: [ObservedChange]) -> [ControlPlaneStep] {
    var finder = StepFinder()
    for change in changes { finder.take(change) }
    finder.settle()
    return finder.steps.sorted { ($0.at, $0.what) < ($1.at, $1.what) }
  }

  private mutating func take(_ change: ObservedChange) {
    switch change.subject {
    case .pod(let name, let pod): take(pod: pod, name, at: change.at)
    case .controller(let name, let controller): take(controller, name, at: change.at)
    case .size: break
    case .endpoints(let service, let ready):
      note("service \(service) has # ready addresses", ready, at: change.at)
    case .node(let name, let ready, let taints):
      let old = nodes[name]
      nodes[name] = (ready, taints)
      if let old, old.ready != ready { add("a node is ready: \(ready)", at: change.at) }
      for taint in taints where old != nil && old?.taints.contains(taint) != true {
        add("a node gets the taint \(taint)", at: change.at)
      }
      for taint in old?.taints ?? [] where !taints.contains(taint) {
        add("a node loses the taint \(taint)", at: change.at)
      }
    }
  }

  private mutating func take(pod: ObservedChange.PodView, _ name: String, at: TimeSpan) {
    let old = pods[name] ?? ObservedChange.PodView(owner: pod.owner)
    // A pod whose controller lets go of it stays one of that controller's.
    var pod = pod
    if pod.owner.isEmpty { pod.owner = old.owner }
    func tell(_ isTold: Bool, _ what: String) {
      if isTold { add("a pod of \(pod.owner) \(what)", at: at) }
    }
    tell(pods[name] == nil, "is made")
    tell(pod.isBound && !old.isBound, "gets a node")
    tell(pod.phase != old.phase && pod.phase != "Pending", "is \(pod.phase)")
    tell(pod.isReady && !old.isReady, "is ready")
    tell(!pod.isReady && old.isReady && pod.phase == "Running", "is not ready any more")
    tell(pod.isTerminating && !old.isTerminating, "is told to end")
    tell(pod.isGone, "is gone")
    pods[name] = pod.isGone ? nil : pod
  }

  private mutating func take(
    _ controller: ObservedChange.ControllerView?, _ name: String, at: TimeSpan
  ) {
    let old = controllers[name]
    controllers[name] = controller
    guard let controller else { return add("\(name) is gone", at: at) }
    if controller.replicas != old?.replicas {
      add("\(name) reports \(controller.replicas) pods", at: at)
    }
    note("\(name) reports # ready pods", controller.ready, at: at)
  }

  private mutating func note(_ name: String, _ value: Int, at: TimeSpan) {
    if counts[name]?.last?.value != value { counts[name, default: []].append((at, value)) }
  }

  private mutating func add(_ what: String, at: TimeSpan) {
    steps.append(ControlPlaneStep(at: at, what: what))
  }

  private mutating func settle() {
    for (name, values) in counts.sorted(by: { $0.key < $1.key }) {
      var last: Int?
      for (index, entry) in values.enumerated() {
        let isLast = index == values.count - 1
        guard isLast || values[index + 1].at - entry.at >= Self.settled else { continue }
        if entry.value == last { continue }
        last = entry.value
        add(name.replacing("#", with: "\(entry.value)"), at: entry.at)
      }
    }
  }
}

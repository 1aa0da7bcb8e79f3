import KubeAPI

/// A program outside of the scheduler that has a say in its decisions.
///
/// It is asked while the scheduler waits; to simulated time, no time passes.
///
/// Source: `staging/src/k8s.io/kube-scheduler/framework/extender.go` and
/// `pkg/scheduler/extender.go`, v1.34.
public protocol Extender: AnyObject {
  /// The name that explanations use, such as its address.
  var name: String { get }
  /// What it is declared to do.
  var settings: ExtenderSettings { get }

  /// The nodes of `nodes` that it lets `pod` onto, and what it says of others.
  func filter(_ pod: PodInfo, _ nodes: [NodeInfo]) throws(ExtenderError) -> ExtenderVerdict
  /// Its points, 0 to 10 by its own promise, for nodes by name.
  func prioritize(
    _ pod: PodInfo, _ nodes: [NodeInfo]
  ) throws(ExtenderError) -> [(node: String, score: Int64)]
  /// Has it bind `pod` to the node called `node`.
  func bind(_ pod: PodInfo, to node: String) throws(ExtenderError)
  /// Where it would have which pods pushed aside for `pod`, having been told what was found
  /// possible; sorted by node.
  ///
  /// - Parameter podsOn: the pods of a node; nil where there is no such node.
  func preempt(
    for pod: PodInfo, _ candidates: [ExtenderVictims], podsOn: (String) -> [PodInfo]?
  ) throws(ExtenderError) -> [ExtenderVictims]
  /// Told of a failure that the scheduler passes over.
  func passOver(_ error: ExtenderError)
}

/// What an extender says of some nodes.
public struct ExtenderVerdict {
  /// The names of those that can take the pod, in its order.
  public var passed: [String]
  /// Those that cannot, each with the reason, sorted by name.
  public var failed: [(node: String, reason: String)] = []
  /// Those that cannot whoever is pushed aside, each with the reason, sorted by name; they count
  /// before `failed`.
  public var hopeless: [(node: String, reason: String)] = []

  /// These nodes can take the pod.
  public init(passed: [String]) { self.passed = passed }
}

/// Pods that could be pushed aside on one node.
public struct ExtenderVictims {
  /// The node.
  public var node: String
  /// The pods; of an answer only those that the scheduler knows there.
  public var pods: [PodInfo]
  /// How many of them a disruption budget protects.
  public var budgetViolations: Int

  /// Pods of one node.
  public init(node: String, pods: [PodInfo], budgetViolations: Int) {
    self.node = node
    self.pods = pods
    self.budgetViolations = budgetViolations
  }
}

/// Why an extender gave no answer, or none that can be used.
public struct ExtenderError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, with the extender's address.
  public let message: String

  /// A failure.
  public init(_ message: String) { self.message = message }

  /// What is wrong.
  public var description: String { message }
}

extension Extender {
  var isFilter: Bool { !settings.filterVerb.isEmpty }
  var isPrioritizer: Bool { !settings.prioritizeVerb.isEmpty }
  var isBinder: Bool { !settings.bindVerb.isEmpty }
  var supportsPreemption: Bool { !settings.preemptVerb.isEmpty }

  /// Whether it is asked about `pod` at all: one of its containers names a resource that the
  /// extender manages, or it manages none.
  func isInterested(in pod: PodInfo) -> Bool {
    if settings.managedResources.isEmpty { return true }
    let managed = settings.managedResources.map(\.name)
    return (pod.spec.containers + pod.spec.initContainers).contains { container in
      managed.contains {
        container.resources.requests[$0] != nil || container.resources.limits[$0] != nil
      }
    }
  }
}

import ControllerRuntime
import KubeAPI
import Units

/// Something that must be so when a cluster has been left alone for long enough: no fault, no
/// command and no user for a while.
///
/// Unlike a `Checker` it is not looked at while a run goes on, in which nearly all of it is broken
/// all the time.
struct SettledCheck: Sendable {
  /// The promise as a short name.
  let name: String
  /// What is not so; nil when all is.
  let problem: @Sendable (ClusterRun) -> String?
}

/// A promise of a cluster at rest that does not hold.
package struct Unsettled: Hashable, Sendable {
  /// The promise.
  package var promise: String
  /// What is not so.
  package var problem: String
}

extension SettledCheck {
  /// All of them.
  static let all: [SettledCheck] = [
    nodesReady, nothingTerminating, replicasAsWanted, processesAsWanted, endpointsAreReadyPods,
    nodesSendToEndpoints, balancersReachNodes, partsAtRest, nothingLeftOfRequests,
  ]
}

extension ClusterRun {
  /// The names of the promises that a cluster at rest keeps.
  package static var settledPromises: [String] { SettledCheck.all.map(\.name) }

  /// What is not at rest now, one entry a promise.
  ///
  /// Some of it may be on its way for a moment (a lease, a probe): what is still there some seconds
  /// later is not.
  /// - Complexity: O(everything).
  package func unsettled() -> [Unsettled] {
    SettledCheck.all.compactMap { check in
      check.problem(self).map { Unsettled(promise: check.name, problem: $0) }
    }
  }
}

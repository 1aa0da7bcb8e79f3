import Machines
import Units

/// The registry of images does not answer: pulls under way break off, new ones fail.
///
/// Images that a node has start as ever. Others wait in ErrImagePull and ImagePullBackOff, and the
/// kubelet tries again after 10, 20, 40 … 300 seconds, so that a pod may start minutes after the
/// registry is back.
struct RegistryOutage: Fault {
  /// After how long it answers again; nil: not by itself.
  let span: TimeSpan?

  func strike(_ run: ClusterRun) -> String {
    guard run.registry.isUp else { return "the registry does not answer already\n" }
    run.registry.setUp(false)
    let until = run.mend(after: span) { run.registry.setUp(true) }
    return "the registry does not answer\(until)\n"
  }
}

/// The registry of images answers again.
struct RegistryReturn: Fault {
  func strike(_ run: ClusterRun) -> String {
    guard !run.registry.isUp else { return "the registry answers already\n" }
    run.registry.setUp(true)
    return "the registry answers again\n"
  }
}

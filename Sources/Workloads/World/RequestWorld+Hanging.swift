import EventKernel
import Machines
import Units

/// Processes that are stopped where they are, as SIGSTOP does.
///
/// The kernel goes on for them: it completes handshakes and keeps connections in the backlog, and
/// their timers run out. They see all of it when they go on. A database that hangs lets even those
/// wait who are only opening a connection, until a site's master kills its worker.
extension RequestWorld {
  /// Stops all processes of a pod's container, or lets them go on; false when nothing changes.
  ///
  /// A stopped server must not be told to stop (SIGTERM waits until it goes on); SIGKILL ends it.
  @discardableResult
  public func setHung(_ isHung: Bool, pod: UInt32) -> Bool {
    let row = pods[pod]
    guard row.pointee.kind != .none, row.pointee.isHung != isHung else { return false }
    row.pointee.isHung = isHung
    if isHung {
      processors.freeze(row.pointee.group)
      row.pointee.firstIdle = .max
      return true
    }
    processors.thaw(row.pointee.group)
    rebuildIdle(row)
    for event in heldEvents.removeValue(forKey: pod) ?? [] {
      timeline.schedule(event, at: timeline.now)
    }
    switch row.pointee.kind {
    case .gunicorn: acceptWaiting(pod)
    case .plain: serveWaiting(pod)
    case .postgres, .none: break
    }
    return true
  }

  /// Connections that the kernel keeps for a plain server that does not take them.
  ///
  /// Source: Linux, Documentation/networking/ip-sysctl.rst (`somaxconn`).
  static var hungBacklog: UInt32 { 4_096 }

  /// Whether a pod's processes are stopped.
  public func isHung(pod: UInt32) -> Bool { pods[pod].pointee.isHung }

  /// The stopped processes of a pod end: nobody will see what was kept for them.
  func forgetHang(_ pod: UInt32) {
    pods[pod].pointee.isHung = false
    heldEvents[pod] = nil
    processors.thaw(pods[pod].pointee.group)
  }

  /// Keeps an event for the processes of a pod until they go on.
  @inline(never)
  func hold(_ event: Event, pod: UInt32) { heldEvents[pod, default: []].append(event) }

  /// Keeps an event about a pod's present server until it goes on.
  func hold(_ kind: WorldEvent, _ pod: UInt32) {
    hold(Event(kind: kind.rawValue, a: pod, b: pods[pod].pointee.run), pod: pod)
  }

  /// Keeps an event about a call in its present epoch until the processes of `pod` go on.
  func hold(_ kind: WorldEvent, _ call: UInt32, pod: UInt32) {
    hold(
      Event(
        kind: kind.rawValue, a: call, b: calls.generation(of: call), c: calls[call].pointee.epoch),
      pod: pod)
  }
}

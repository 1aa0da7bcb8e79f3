import ControllerRuntime
import Units

/// Pods whose node is chosen and whose binding a Permit plugin delays.
///
/// Source: `pkg/scheduler/framework/runtime/waiting_pods_map.go`, v1.34.
public final class WaitingPods {
  private struct Waiting {
    var pending: [(plugin: String, timer: TimerToken)]
    let finish: (Status) -> Void
  }

  private let clock: any Clock
  private var waiting: [String: Waiting] = [:]

  /// Nobody waits; times run by `clock`.
  public init(clock: any Clock) { self.clock = clock }

  /// The longest that a pod may wait.
  ///
  /// Source: `pkg/scheduler/framework/runtime/framework.go` (maxTimeout), v1.34.
  public static let longestWait = TimeSpan.minutes(15)

  /// Whether the pod of this identity waits.
  public func contains(_ identity: String) -> Bool { waiting[identity] != nil }

  /// Lets the pod go as far as `plugin` is concerned; it is bound when all who delay it have.
  public func allow(_ identity: String, by plugin: String) {
    guard var entry = waiting[identity] else { return }
    guard let place = entry.pending.firstIndex(where: { $0.plugin == plugin }) else { return }
    clock.cancel(entry.pending.remove(at: place).timer)
    waiting[identity] = entry
    if entry.pending.isEmpty { end(identity, .success) }
  }

  /// Refuses the pod in the name of `plugin`.
  /// - Returns: whether it waited.
  @discardableResult
  public func reject(_ identity: String, by plugin: String = "", message: String) -> Bool {
    guard waiting[identity] != nil else { return false }
    end(identity, Status(.unschedulable, reasons: [message]).from(plugin))
    return true
  }

  /// Has the pod wait for each of `plugins`, at most as long as each says.
  func wait(
    _ identity: String, for plugins: [(name: String, atMost: TimeSpan)],
    then finish: @escaping (Status) -> Void
  ) {
    precondition(waiting[identity] == nil, "\(identity) waits for a permit already")
    let pending = plugins.map { plugin in
      let timer = clock.after(min(plugin.atMost, Self.longestWait)) { [unowned self] in
        reject(
          identity, by: plugin.name,
          message: "rejected due to timeout after waiting \(plugin.atMost.goText) "
            + "at plugin \(plugin.name)")
      }
      return (plugin: plugin.name, timer: timer)
    }
    waiting[identity] = Waiting(pending: pending, finish: finish)
  }

  private func end(_ identity: String, _ status: Status) {
    guard let entry = waiting.removeValue(forKey: identity) else { return }
    for item in entry.pending { clock.cancel(item.timer) }
    entry.finish(status)
  }
}

extension TimeSpan {
  /// The span as Go prints durations of a second and more: `5s`, `1m30s`, `2h0m0.5s`.
  ///
  /// Source: Go's `time.Duration.String`.
  var goText: String {
    let seconds = nanoseconds / 1_000_000_000
    var fraction = String(nanoseconds % 1_000_000_000)
    fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let rest = "\(seconds % 60)" + (fraction.isEmpty ? "" : ".\(fraction)") + "s"
    if seconds < 60 { return rest }
    if seconds < 3_600 { return "\(seconds / 60)m\(rest)" }
    return "\(seconds / 3_600)h\(seconds / 60 % 60)m\(rest)"
  }
}

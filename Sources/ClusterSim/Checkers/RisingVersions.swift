import ControllerRuntime
import KubeAPI
import Units

/// The store's versions only rise: a watcher never sees an object go back.
final class RisingVersions: Checker {
  let name = "resource versions rise"
  private var last: UInt64 = 0
  private var changes = 0
  private(set) var breach: String?

  var detail: String { "each change has a higher version than all before it, \(changes) changes" }

  func observe(_ event: WatchEvent, at now: Instant) {
    changes += 1
    let version = event.object.metadata.resourceVersion
    if version <= last, breach == nil {
      breach =
        "at \(now.seconds) s: \(event.object.reference) has version \(version) after \(last)"
    }
    last = max(last, version)
  }
}

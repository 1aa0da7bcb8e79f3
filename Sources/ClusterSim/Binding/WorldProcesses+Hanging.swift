import Machines

/// Processes that are stopped where they are, as SIGSTOP does.
extension WorldProcesses {
  /// Stops the processes of a container, as a fault; nil when none runs or it hangs already.
  func hang(podUID: String, container: String) -> ProcessID? {
    guard let id = processID(podUID: podUID, container: container), let process = process(id),
      !process.isHung
    else { return nil }
    process.isHung = true
    if let place = process.place { world.setHung(true, pod: place) }
    return id
  }

  /// Lets stopped processes go on; a SIGTERM that came meanwhile reaches them now. False when they
  /// have ended or do not hang.
  @discardableResult
  func goOn(_ id: ProcessID) -> Bool {
    guard let process = process(id), process.isHung else { return false }
    process.isHung = false
    if let place = process.place { world.setHung(false, pod: place) }
    if process.isTerminationPending { signal(id, .terminate) }
    return true
  }
}

import EventKernel
import Machines
import Units

extension RequestWorld {
  /// Hands out a thread that has finished on a node's CPUs.
  func settleProcessor(_ node: UInt32) {
    if let token = processors.takeFinished(node) { finishThread(token) }
    processors.concludeEvent(node)
  }

  @inline(__always)
  private func finishThread(_ token: UInt64) {
    let index = ProcessorToken.index(token)
    switch ProcessorToken.kind(token) {
    case .call:
      if ProcessorToken.matches(token, generation: calls.generation(of: index)) {
        finishSlice(index)
      }
    case .session:
      if ProcessorToken.matches(token, generation: sessions.generation(of: index)) {
        finishBackend(index)
      }
    case .worker:
      if ProcessorToken.matches(token, generation: workers.generation(of: index)) {
        becomeIdle(index)
      }
    case .main:
      if ProcessorToken.matches(token, generation: pods[index].pointee.run) {
        mainHasBooted(index)
      }
    }
  }

  /// A call has had its slice of CPU.
  @inline(__always)
  private func finishSlice(_ call: UInt32) {
    switch calls[call].pointee.step {
    case .serving: endService(call)
    case .before: beforeIsDone(call)
    case .connecting: settle(call); sendQuery(call)
    case .after: endView(call, .none)
    case .failing: endView(call, calls[call].pointee.cause)
    case .travelling, .queued, .querying, .lost:
      preconditionFailure("call \(call) was on a CPU in step \(calls[call].pointee.step)")
    }
  }

  /// The main process of a pod has used the CPU that it needs to start.
  private func mainHasBooted(_ pod: UInt32) {
    switch pods[pod].pointee.kind {
    case .gunicorn: masterHasBooted(pod)
    case .postgres: if !pods[pod].pointee.isStopping { listen(pod) }
    case .plain, .none: break
    }
  }
}

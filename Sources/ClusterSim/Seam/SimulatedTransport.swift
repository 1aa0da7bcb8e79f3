import ControllerRuntime
import Randomness
import Units

/// One component's way to the API server in a simulation: latency from a stream of its own, and
/// nothing at all while its machine is off the network.
final class SimulatedTransport: APITransport {
  private let oneWay: Distribution
  private let watch: Distribution
  private let isConnected: () -> Bool
  private var stream: RandomStream

  /// The way of a component that draws from `stream` and is on the network while `isConnected`.
  init(
    _ design: ControlPlaneDesign, stream: RandomStream,
    isConnected: @escaping () -> Bool = { true }
  ) {
    oneWay = design.apiOneWay
    watch = design.watch
    self.stream = stream
    self.isConnected = isConnected
  }

  func requestDelay() -> TimeSpan? { isConnected() ? oneWay.sampleSpan(&stream) : nil }

  func responseDelay() -> TimeSpan? { isConnected() ? oneWay.sampleSpan(&stream) : nil }

  func watchDelay() -> TimeSpan { watch.sampleSpan(&stream) }
}

/// Whether somebody who is made before the run is connected to the API server; the run says so once
/// it is there.
final class ConnectionGate {
  /// Whether messages pass now.
  var isOpen: () -> Bool = { true }
}

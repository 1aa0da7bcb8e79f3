import ControllerRuntime
import EventKernel
import Randomness
import Units

/// One component's way to the API server in a simulation: latency from a stream of its own, and
/// nothing at all while its machine is off the network.
final class SimulatedTransport: APITransport {
  private let latency: APILatency
  private let isConnected: () -> Bool
  private var stream: RandomStream

  /// The way of a component that draws from `stream` and is on the network while `isConnected`.
  init(latency: APILatency, stream: RandomStream, isConnected: @escaping () -> Bool = { true }) {
    self.latency = latency
    self.stream = stream
    self.isConnected = isConnected
  }

  func requestDelay() -> TimeSpan? {
    isConnected() ? latency.oneWay.sampleSpan(&stream) : nil
  }

  func responseDelay() -> TimeSpan? {
    isConnected() ? latency.oneWay.sampleSpan(&stream) : nil
  }

  func watchDelay() -> TimeSpan { latency.watch.sampleSpan(&stream) }
}

import ControllerRuntime
import KubeAPI
import Units
import Workloads

/// Brings a design's clients into the request world: when they begin and end, and where they send.
///
/// An outside client of a LoadBalancer Service sends nowhere until the balancer is there, and
/// nowhere again when it is gone. An inside client sits on a machine of the cluster's network that
/// is no node and has a kube-proxy's rules.
final class ClientBinding {
  private let designs: [ClientDesign]
  private let world: RequestWorld
  private let moments: MomentBoard
  private let clock: any Clock
  private var indices: [UInt32?]
  private var targets: [ClientTarget]

  init(
    _ designs: [ClientDesign], world: RequestWorld, moments: MomentBoard, clock: any Clock
  ) {
    self.designs = designs
    self.world = world
    self.moments = moments
    self.clock = clock
    indices = Array(repeating: nil, count: designs.count)
    targets = Array(repeating: .nowhere, count: designs.count)
  }

  /// Plans when each client begins and ends.
  func start() {
    for (place, design) in designs.enumerated() {
      moments.at(design.start) { [unowned self] in begin(place) }
      if let stop = design.stop { moments.at(stop) { [unowned self] in end(place) } }
    }
  }

  /// Clients of `service` that stand outside, or inside, send to `target` from now on.
  func setTarget(
    _ target: ClientTarget, service: ObjectKey, port: Int32, areOutside: Bool
  ) {
    for (place, design) in designs.enumerated()
    where design.target.key == service && design.target.port == port
      && design.target.isOutside(areOutside)
    {
      targets[place] = target
      if let index = indices[place] { world.setTarget(target, client: index) }
    }
  }

  private func begin(_ place: Int) {
    guard indices[place] == nil else { return }
    indices[place] = world.addClient(parameters(place))
  }

  private func end(_ place: Int) {
    if let index = indices[place] { world.removeClient(index) }
  }

  private func parameters(_ place: Int) -> ClientParameters {
    let design = designs[place]
    var client = ClientParameters(
      name: design.name, target: targets[place], load: Self.load(design.load),
      mix: design.mix.map { (endpoint: world.endpoint(named: $0.endpoint), weight: $0.weight) })
    client.timeout = design.timeout
    client.connectTimeout = design.connectTimeout
    client.patience = design.patience
    client.retries = design.retries.count
    client.backoff = design.retries.backoff
    client.retryCauses = RetryCauses(design.retries.causes.map(RetryCauses.init))
    client.start = clock.now
    client.isProber = design.isProber
    return client
  }

  private static func load(_ load: LoadDesign) -> ClientLoad {
    switch load {
    case .open(let open) where open.arrivals == .constant: .constant(rates(open.rate))
    case .open(let open): .poisson(rates(open.rate))
    case .closed(let closed): .users(closed.users, think: closed.think)
    }
  }

  private static func rates(_ profile: RateProfile) -> ArrivalRates {
    var pieces: [ArrivalRates.Piece] = []
    var last = Rate.zero
    for piece in profile.pieces {
      last = piece.to
      guard let length = piece.length else { break }
      pieces.append(ArrivalRates.Piece(length: length, from: piece.from, to: piece.to))
    }
    return ArrivalRates(pieces, then: last)
  }
}

extension RetryCauses {
  fileprivate init(_ cause: RetryDesign.Cause) {
    switch cause {
    case .refused: self = .refused
    case .reset: self = .reset
    case .timeout: self = .timeout
    case .serverError: self = .serverError
    }
  }
}

extension ServiceTarget {
  /// The Service's key.
  var key: ObjectKey { ObjectKey(namespace: namespace, name: name) }

  /// Whether a client with this target counts as one that stands outside, or inside: the automatic
  /// ones are where they find the Service.
  func isOutside(_ areOutside: Bool) -> Bool {
    switch from {
    case .automatic: true
    case .outside: areOutside
    case .inside: !areOutside
    }
  }
}

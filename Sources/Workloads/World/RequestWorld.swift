public import EventKernel
public import Machines
public import Network
public import Randomness
public import Units

/// The hot tier: clients, the network's data path, servers and CPUs, request by request.
///
/// Everything that happens to requests happens here, in flat tables and typed events. The control
/// plane's simulated side drives it through plain methods (nodes, pods, Services, balancers,
/// clients) and gets back what only it can know through closures (a process has ended, a probe has
/// an answer, a command is done). Indices are handed out in the order of calls, and every random
/// draw comes from a stream of the entity that draws, so equal calls give equal runs.
///
///     let world = RequestWorld(engine: engine, streams: Streams(seed: 1))
///     let node = world.addNode(zone: 0, cores: 4)
///     …
///     engine.run(until: end, world: world)
public final class RequestWorld: World {
  /// The engine whose clock and events it uses.
  public let engine: Engine
  /// Where machines stand and how long messages take.
  public let fabric: Fabric
  /// What each node's proxy sends to.
  public let services: ServiceTables
  /// The cloud's load balancers.
  public let balancers: LoadBalancers
  /// The CPUs of all nodes; node indices are those of `fabric`.
  public let processors: ProcessorBank
  /// The account of all requests.
  public let ledger: RequestLedger

  let timeline: Timeline
  let streams: Streams
  let requests = Slab<Request>()
  let calls = Slab<Call>()
  let pods = Table<PodRow>()
  let workers = Slab<Worker>()
  let sessions = Slab<Session>()
  let clients = Table<ClientRow>()
  let users = Table<UserRow>()
  let choices = Table<ChoiceRow>()
  let pieces = Table<RatePieceRow>()
  let plainServers = Table<PlainRow>()
  let plainClasses = Table<PlainClassRow>()
  let hops = Table<HopRow>()
  let gunicorns = Table<GunicornRow>()
  let programs = Table<ProgramRow>()
  let postgresServers = Table<PostgresRow>()
  let memories = Table<MachineMemoryRow>()
  let serial: UnsafeMutablePointer<UInt64>

  // The cold side's names and closures, touched only when something rare happens.
  var servers: [(kind: ServerKind, row: UInt32)] = []
  var endpointNames: [String] = []
  var versionNames: [String] = []
  var clientNames: [String] = []
  var exitHandlers: [UInt32: () -> Void] = [:]
  /// What happened to processes that are stopped, by pod, in order; they see it when they go on.
  var heldEvents: [UInt32: [Event]] = [:]
  /// Told of each pod whose server begins to listen.
  public var onListening: ((UInt32) -> Void)?
  /// Told of each pod that has come above its memory limit, at once but not from inside the event
  /// that took it there.
  public var onContainerOutOfMemory: ((UInt32) -> Void)?
  /// Told likewise of each machine of which more memory is used than there is.
  public var onMachineOutOfMemory: ((UInt32) -> Void)?
  /// Connections that databases have refused so far because they had none left.
  public internal(set) var refusedConnections = 0
  /// What became of the CPU quota of pods that were removed.
  var finalBandwidths: [UInt32: BandwidthUse] = [:]
  var probeHandlers = HandlerSlots<(Bool) -> Void>()
  var commands = HandlerSlots<CommandInProgress>()

  /// A world without machines, clients or Services.
  public init(engine: Engine, streams: Streams, latencies: LatencyModel = LatencyModel()) {
    self.engine = engine
    self.streams = streams
    timeline = engine.timeline
    fabric = Fabric(latencies: latencies)
    services = ServiceTables()
    balancers = LoadBalancers()
    processors = ProcessorBank(
      timeline: engine.timeline, eventKind: WorldEvent.processor.rawValue)
    ledger = RequestLedger()
    serial = .allocate(capacity: 1)
    serial.initialize(to: 0)
  }

  deinit {
    requests.destroy()
    calls.destroy()
    pods.destroy()
    workers.destroy()
    sessions.destroy()
    clients.destroy()
    users.destroy()
    choices.destroy()
    pieces.destroy()
    plainServers.destroy()
    plainClasses.destroy()
    hops.destroy()
    gunicorns.destroy()
    programs.destroy()
    postgresServers.destroy()
    memories.destroy()
    serial.deallocate()
  }

  /// The simulated time in nanoseconds.
  @inline(__always)
  var now: Int64 { timeline.now.nanoseconds }

  /// Requests that have neither ended nor been given up.
  public var requestsInFlight: Int { requests.count }

  /// Carries out one event of the hot tier.
  public func handle(_ event: Event) {
    guard let kind = WorldEvent(rawValue: event.kind) else {
      preconditionFailure("the request world got an event of kind \(event.kind)")
    }
    switch kind {
    case .arrival: arrive(event.a)
    case .thought: think(user: event.a)
    case .timeout: timeOut(event.a, generation: event.b)
    case .retry: retry(event.a, generation: event.b)
    case .processor: settleProcessor(event.a)
    case .fork: fork(worker: event.a, generation: event.b)
    case .masterTick: masterTick(pod: event.a, run: event.b)
    case .gracefulEnd: endGrace(pod: event.a, run: event.b)
    case .exit: exit(pod: event.a, run: event.b)
    case .listen: beginListening(pod: event.a, run: event.b)
    case .reach, .done, .served, .atDatabase, .fromDatabase, .callTimeout, .resend,
      .databaseResend, .impatience:
      handleCall(kind, event)
    }
  }

  @inline(__always)
  private func handleCall(_ kind: WorldEvent, _ event: Event) {
    let call = event.a
    guard calls.isCurrent(call, generation: event.b) else { return }
    guard calls[call].pointee.epoch == event.c else { return }
    switch kind {
    case .reach: reach(call)
    case .done: complete(call)
    case .served: served(call)
    case .atDatabase: reachDatabase(call)
    case .fromDatabase: returnFromDatabase(call)
    case .callTimeout: giveUp(call)
    case .resend: resend(call)
    case .databaseResend: resendFromDatabase(call)
    case .impatience: loseHeart(call)
    default: break
    }
  }
}

/// Closures and other things with references that wait for something, named by index.
struct HandlerSlots<Element> {
  private var elements: [Element?] = []
  private var free: [UInt32] = []

  mutating func insert(_ element: Element) -> UInt32 {
    if let slot = free.popLast() {
      elements[Int(slot)] = element
      return slot
    }
    elements.append(element)
    return UInt32(elements.count - 1)
  }

  subscript(slot: UInt32) -> Element? { elements[Int(slot)] }

  /// How many are waited for.
  var count: Int { elements.count - free.count }

  mutating func remove(_ slot: UInt32) -> Element? {
    guard let element = elements[Int(slot)] else { return nil }
    elements[Int(slot)] = nil
    free.append(slot)
    return element
  }
}

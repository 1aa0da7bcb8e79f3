import ControllerRuntime
import EventKernel
import KubeAPI
import Machines
import Randomness
import Units
import Workloads

/// Runs the main processes of containers in the request world: what a container runtime asks for.
///
/// What runs inside an image is what the scenario binds to it; an image that nothing is bound to
/// runs and serves nobody.
final class WorldProcesses: ProcessHost {
  struct ContainerKey: Hashable {
    var podUID: String
    var container: String
  }

  /// A container on a machine: a pod that was bound twice by mistake has two.
  private struct Place: Hashable {
    var key: ContainerKey
    var node: String
  }

  let clock: any Clock
  let fabric: WorldFabric
  private let catalogue: ServerCatalogue
  /// What the databases among them have written.
  let databases: DatabaseBook
  let streams: Streams
  private(set) var running: [ProcessID: ContainerProcess] = [:]
  /// Every container that was ever started, in the order of their first starts.
  private(set) var accounts: [ContainerAccount] = []
  private var latest: [ContainerKey: ProcessID] = [:]
  private var worlds: [Place: UInt32] = [:]
  private var occupants: [UInt32: ProcessID] = [:]
  private var accountPlaces: [UInt32: Int] = [:]
  private var logs: [ContainerKey: [ContainerLog]] = [:]
  private var started: UInt64 = 0
  private var reported: Set<String> = []
  /// Told of images that run although nothing is bound to them, once each.
  var unknownImage: ((String) -> Void)?

  init(
    _ fabric: WorldFabric, catalogue: ServerCatalogue, databases: DatabaseBook, clock: any Clock,
    streams: Streams
  ) {
    self.fabric = fabric
    self.catalogue = catalogue
    self.databases = databases
    self.clock = clock
    self.streams = streams
    databases.commits = { [unowned fabric] in fabric.world.commitCount(database: $0) }
    databases.isMigrated = { [unowned fabric] in fabric.world.isMigrated(database: $0) }
    fabric.world.onListening = { [unowned self] index in
      guard let process = occupant(of: index)?.process else { return }
      let opened = databases.listens(index)
      writeListening(process, opened, at: clock.now)
    }
  }

  var world: RequestWorld { fabric.world }

  func startProcess(
    _ launch: ProcessLaunch, exited: @escaping (ContainerExit) -> Void
  ) -> ProcessID {
    started += 1
    let id = ProcessID(rawValue: started)
    let image = launch.container.image
    let binding = catalogue.binding(of: image)
    if binding == nil, reported.insert(image).inserted { unknownImage?(image) }
    let program = binding?.program ?? .pause
    let key = ContainerKey(podUID: launch.pod.metadata.uid, container: launch.container.name)
    let log = ContainerLog()
    logs[key, default: []].append(log)
    let work = ExecCommand.Work(of: launch.container, in: program)
    let place = worldIndex(key, launch, binding: binding, serves: work == nil)
    let process = ContainerProcess(
      key: key, launch: launch, place: place, serves: work == nil && program.port != nil,
      program: program, log: log, exited: exited)
    running[id] = process
    latest[key] = id
    if let place { occupants[place] = id }
    begin(id, process, launch, work)
    return id
  }

  /// Starts what the container's program does.
  private func begin(
    _ id: ProcessID, _ process: ContainerProcess, _ launch: ProcessLaunch,
    _ work: ExecCommand.Work?
  ) {
    guard let place = process.place else { return }
    let database = databaseService(process.program, launch)
    if let work, case .gunicorn(let site) = process.program {
      return manage(id, work, site, at: place, database, launch)
    }
    if case .task(let task) = process.program { return perform(id, task, at: place, launch) }
    guard process.serves, let server = catalogue.server(of: launch.container.image) else {
      world.setMemory(process.program.ownMemory, pod: place)
      return writeStart(process)
    }
    if case .postgresql(let design) = process.program {
      return startDatabase(id, launch, design, server: server, place)
    }
    world.startServer(server, pod: place, databaseService: database)
    writeStart(process)
  }

  /// The container's index in the world, made at its first start; nil on a machine that is not in
  /// the world.
  private func worldIndex(
    _ key: ContainerKey, _ launch: ProcessLaunch, binding: ImageBinding?, serves: Bool
  ) -> UInt32? {
    let spot = Place(key: key, node: launch.node)
    if let known = worlds[spot] { return known }
    guard let machine = fabric.node(launch.node) else { return nil }
    let resources = launch.container.resources
    let limit = resources.limits["cpu"].map { MilliCPU($0).cores }
    let version = binding?.versionName(of: launch.container.image) ?? ""
    let index = world.addPod(
      name: "\(launch.pod.key)/\(launch.container.name)/\(key.podUID)", node: machine,
      weight: Self.weight(resources.requests.cpu), limit: limit.flatMap { $0 > 0 ? $0 : nil }
        ?? .infinity, memoryLimit: resources.limits["memory"].flatMap { $0 > 0 ? Bytes($0) : nil },
      version: world.version(named: version))
    worlds[spot] = index
    if serves, let port = binding?.program.port {
      fabric.register(index, podUID: key.podUID, port: port, name: launch.pod.metadata.name)
    }
    accountPlaces[index] = accounts.count
    accounts.append(ContainerAccount(launch, place: index))
    return index
  }

  /// `cpu.shares` of a container that asks for `cpu`: 1024 a core, at least 2.
  ///
  /// Source: `pkg/kubelet/cm/helpers_linux.go` (MilliCPUToShares), v1.36.
  static func weight(_ cpu: MilliCPU) -> Double {
    max(2, Double(cpu.millicores) * 1_024 / 1_000)
  }

  /// The Service of the database that a site finds when it starts; nil when it finds none.
  ///
  /// By variable: the address that `NAME_SERVICE_HOST` holds. By name: the Service of that name in
  /// the pod's namespace, be it there or not.
  private func databaseService(_ program: ProgramDesign, _ launch: ProcessLaunch) -> UInt32? {
    guard case .gunicorn(let design) = program, let link = design.database else { return nil }
    let namespace = launch.pod.metadata.namespace
    switch link.discovery {
    case .name:
      return fabric.service(
        ObjectKey(namespace: namespace, name: link.service), port: link.port)
    case .environment:
      let name = link.service.uppercased().replacing("-", with: "_") + "_SERVICE_HOST"
      guard let address = launch.environment[name] else { return nil }
      return fabric.service(at: address, port: link.port)
    }
  }

  // MARK: Ends

  func signal(_ id: ProcessID, _ signal: Signal) {
    guard let process = running[id] else { return }
    switch signal {
    case .terminate: terminate(id, process)
    case .kill:
      if let place = process.place {
        world.killServer(pod: place)
        databases.closes(place, isClean: false)
      }
      end(id, ContainerExit(exitCode: 137, reason: "Error"))
    }
  }

  /// The kernel has killed all processes of a container for want of memory.
  func killForMemory(_ id: ProcessID) {
    guard let process = running[id] else { return }
    if let place = process.place {
      accountPlaces[place].map { accounts[$0].oomKills += 1 }
      world.killServer(pod: place)
      databases.closes(place, isClean: false)
    }
    end(id, ContainerExit(exitCode: 137, reason: "OOMKilled"))
  }

  /// The process that runs in the container at `place` of the world.
  func occupant(of place: UInt32) -> (id: ProcessID, process: ContainerProcess)? {
    guard let id = occupants[place], let process = running[id] else { return nil }
    return (id, process)
  }

  private func terminate(_ id: ProcessID, _ process: ContainerProcess) {
    guard !process.isStopping else { return }
    if process.isHung {
      process.isTerminationPending = true
      return
    }
    process.isStopping = true
    writeTermination(process)
    let exit = ContainerExit(exitCode: 0, reason: "Completed")
    if process.serves, let place = process.place {
      databases.stops(place)
      world.stopServer(pod: place) { [weak self] in
        self?.databases.closes(place, isClean: true)
        self?.end(id, exit)
      }
    } else if process.isWork {
      if let place = process.place { world.killServer(pod: place) }
      end(id, ContainerExit(exitCode: 143, reason: "Error"))
    } else {
      end(id, exit)
    }
  }

  /// Notes the end of a process and tells of it, never from inside the call that brought it about.
  func end(_ id: ProcessID, _ exit: ContainerExit) {
    guard let process = forget(id) else { return }
    clock.after(.zero) { process.exited(exit) }
  }

  private func forget(_ id: ProcessID) -> ContainerProcess? {
    guard let process = running.removeValue(forKey: id) else { return nil }
    if latest[process.key] == id { latest[process.key] = nil }
    if let place = process.place {
      if occupants[place] == id { occupants[place] = nil }
      if !process.serves { world.setMemory(.zero, pod: place) }
    }
    return process
  }

  func powerLost(_ processes: [ProcessID]) {
    for id in processes {
      if let place = forget(id)?.place { databases.closes(place, isClean: false) }
    }
  }

  func addressFreed(podUID: String) {
    databases.podGone(podUID)
    let spots = worlds.keys.filter { $0.key.podUID == podUID }
      .sorted { ($0.key.container, $0.node) < ($1.key.container, $1.node) }
    for spot in spots {
      if let place = worlds.removeValue(forKey: spot) { world.removePod(place) }
    }
  }

  // MARK: Looking in

  func memory(of process: ProcessID) -> Bytes {
    running[process]?.place.map { world.memory(pod: $0) } ?? .zero
  }

  /// What the running containers of a pod use, in the order of their start.
  func memoryUse(ofPod uid: String) -> [(container: String, bytes: Bytes)] {
    running.keys.filter { running[$0]?.key.podUID == uid }.sorted { $0.rawValue < $1.rawValue }
      .compactMap { id in running[id].map { ($0.key.container, memory(of: id)) } }
  }

  func request(
    path: String, port: PortReference, to process: ProcessID, then: @escaping (Bool) -> Void
  ) {
    guard let running = running[process], running.serves, let place = running.place,
      let node = fabric.node(running.node), let number = running.program.port
    else {
      clock.after(.zero) { then(false) }
      return
    }
    world.probe(
      pod: place, port: UInt16(clamping: number),
      .http(endpoint: world.endpoint(named: running.endpoint(at: path))), timeout: .seconds(30),
      from: node, completion: then)
  }

  /// The process called `id`, while it runs.
  func process(_ id: ProcessID) -> ContainerProcess? { running[id] }

  /// The name of the running process of a container; nil for none.
  func processID(podUID: String, container: String) -> ProcessID? {
    latest[ContainerKey(podUID: podUID, container: container)]
  }

  /// The running process of a container; nil for none.
  func process(podUID: String, container: String) -> ContainerProcess? {
    latest[ContainerKey(podUID: podUID, container: container)].flatMap { running[$0] }
  }

  /// Kills the running process of a container, as a fault; false when there is none.
  func kill(podUID: String, container: String) -> Bool {
    guard let id = latest[ContainerKey(podUID: podUID, container: container)] else {
      return false
    }
    signal(id, .kill)
    return true
  }

  /// The pods with running processes and the nodes where these run, sorted, each pair once: a pod
  /// that was bound twice by mistake has two.
  var podsWithProcesses: [(uid: String, node: String)] {
    let nodes = Dictionary(grouping: running.values, by: \.key.podUID)
      .mapValues { Set($0.map(\.node)).sorted() }
    return nodes.sorted { $0.key < $1.key }.flatMap { uid, nodes in
      nodes.map { (uid: uid, node: $0) }
    }
  }

  /// What the runs of a container have written, the latest last.
  func logs(podUID: String, container: String) -> [ContainerLog] {
    logs[ContainerKey(podUID: podUID, container: container)] ?? []
  }
}

public import Units

/// Memory: what each pod and each machine uses, kept up to date change by change.
///
/// A container's use follows from what runs in it: Gunicorn's master and each of its workers from
/// its fork on, with what requests have left behind; PostgreSQL and each of its connections; a
/// plain server from its start. The page cache is left out, which the kernel gives back before it
/// kills. Who is told of an excess decides what to do; nothing is killed here.
extension RequestWorld {
  /// A pod uses more memory.
  @inline(__always)
  func grow(_ pod: UInt32, _ row: UnsafeMutablePointer<PodRow>, by bytes: Int64) {
    row.pointee.memory &+= bytes
    row.pointee.memoryPeak = max(row.pointee.memoryPeak, row.pointee.memory)
    let machine = memories[row.pointee.node]
    machine.pointee.used &+= bytes
    if row.pointee.memory > row.pointee.memoryLimit
      || machine.pointee.used > machine.pointee.capacity
    {
      reportExcess(pod, row)
    }
  }

  /// A pod uses less memory.
  @inline(__always)
  func shrink(_ row: UnsafeMutablePointer<PodRow>, by bytes: Int64) {
    row.pointee.memory &-= bytes
    memories[row.pointee.node].pointee.used &-= bytes
  }

  @inline(never)
  private func reportExcess(_ pod: UInt32, _ row: UnsafeMutablePointer<PodRow>) {
    if row.pointee.memory > row.pointee.memoryLimit, !row.pointee.isOutOfMemory {
      row.pointee.isOutOfMemory = true
      let run = row.pointee.run
      engine.after(.zero) { [weak self] in
        guard let self, pods[pod].pointee.isOutOfMemory, pods[pod].pointee.run == run else {
          return
        }
        pods[pod].pointee.isOutOfMemory = false
        onContainerOutOfMemory?(pod)
      }
    }
    let node = row.pointee.node
    let machine = memories[node]
    if machine.pointee.used > machine.pointee.capacity, !machine.pointee.isOutOfMemory {
      machine.pointee.isOutOfMemory = true
      engine.after(.zero) { [weak self] in
        guard let self else { return }
        memories[node].pointee.isOutOfMemory = false
        onMachineOutOfMemory?(node)
      }
    }
  }

  /// Says how much memory a machine has, and how much of it its own system uses.
  public func setMemory(capacity: Bytes, system: Bytes, node: UInt32) {
    memories[node].pointee.capacity = capacity.count
    memories[node].pointee.used &+= system.count
  }

  /// Says how much a pod uses that no server runs in.
  public func setMemory(_ use: Bytes, pod: UInt32) {
    let row = pods[pod]
    let change = use.count &- row.pointee.memory
    if change > 0 { grow(pod, row, by: change) } else { shrink(row, by: 0 &- change) }
    if use == .zero { row.pointee.isOutOfMemory = false }
  }

  /// Memory that a pod uses now.
  public func memory(pod: UInt32) -> Bytes { Bytes(pods[pod].pointee.memory) }

  /// The most memory that a pod has used at a time.
  public func memoryPeak(pod: UInt32) -> Bytes { Bytes(pods[pod].pointee.memoryPeak) }

  /// What a machine has, and what its system and its containers use of it.
  public func memory(node: UInt32) -> (capacity: Bytes, used: Bytes) {
    (Bytes(memories[node].pointee.capacity), Bytes(memories[node].pointee.used))
  }

  /// Memory of the largest process in a pod, by which the kernel chooses whom to kill.
  ///
  /// - Complexity: O(processes of the pod).
  public func largestProcess(pod: UInt32) -> Bytes {
    let row = pods[pod].pointee
    switch row.kind {
    case .none, .plain: return Bytes(row.memory)
    case .postgres: return Bytes(postgresServers[row.server].pointee.baseMemory)
    case .gunicorn:
      let server = gunicorns[row.server].pointee
      return workersOf(pod).filter { workers[$0].pointee.state != .forking }
        .map { server.memory(of: workers[$0].pointee) }
        .reduce(Bytes(server.masterMemory)) { max($0, Bytes($1)) }
    }
  }
}

/// Workers that grow, and are replaced.
extension RequestWorld {
  /// A worker has served a request, which leaves something behind.
  @inline(never)
  func wearOut(
    _ process: UnsafeMutablePointer<Worker>, _ row: UnsafeMutablePointer<PodRow>,
    _ server: UnsafeMutablePointer<GunicornRow>
  ) {
    process.pointee.served &+= 1
    grow(process.pointee.pod, row, by: server.pointee.memoryPerRequest)
  }

  /// Draws after how many requests a new worker is replaced.
  ///
  /// Source: gunicorn/workers/base.py (max_requests + randint(0, jitter)), gunicorn 23.
  func drawRequestLimit(_ worker: UInt32) {
    let row = pods[workers[worker].pointee.pod]
    let server = gunicorns[row.pointee.server].pointee
    guard server.maxRequests > 0 else { return }
    let extra =
      server.maxRequestsJitter == 0
      ? 0 : row.pointee.stream.uniform(below: server.maxRequestsJitter + 1)
    workers[worker].pointee.requestLimit = server.maxRequests &+ extra
  }

  /// A worker has served as many requests as it may: it ends and the master forks another.
  @inline(never)
  func replaceWorker(_ worker: UInt32) {
    let pod = workers[worker].pointee.pod
    let server = gunicorns[pods[pod].pointee.server].pointee
    orphanSession(of: worker)
    unlink(worker)
    pods[pod].pointee.workerCount &-= 1
    let pause = server.respawnPause.sampleSpan(&pods[pod].pointee.stream)
    addWorker(pod, after: pause.nanoseconds)
  }

  /// A process of a site has ended, and its memory is free.
  func releaseMemory(of process: Worker, _ row: UnsafeMutablePointer<PodRow>) {
    if process.state == .forking || row.pointee.kind != .gunicorn { return }
    shrink(row, by: gunicorns[row.pointee.server].pointee.memory(of: process))
  }

  /// Kills the largest process of a pod if that is a worker, as the kernel does where a container's
  /// processes are not killed together; false when it is the main process.
  public func killLargestWorker(pod: UInt32) -> Bool {
    guard pods[pod].pointee.kind == .gunicorn else { return false }
    let server = gunicorns[pods[pod].pointee.server].pointee
    var victim: (worker: UInt32, memory: Int64)?
    for worker in workersOf(pod) {
      let process = workers[worker].pointee
      if process.state == .forking || process.state == .command { continue }
      let memory = server.memory(of: process)
      if memory > server.masterMemory, memory > victim?.memory ?? 0 { victim = (worker, memory) }
    }
    guard let victim else { return false }
    let pause = server.respawnPause.sampleSpan(&pods[pod].pointee.stream)
    killWorker(victim.worker, cause: .reset, respawnAfter: pause.nanoseconds)
    return true
  }
}

extension GunicornRow {
  /// Bytes that a forked process of the site uses.
  func memory(of process: Worker) -> Int64 {
    workerMemory &+ memoryPerRequest &* Int64(process.served)
  }
}

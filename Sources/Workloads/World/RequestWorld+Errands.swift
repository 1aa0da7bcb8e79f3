import EventKernel
import Network
import Randomness
public import Units

/// How a management command ended.
public struct CommandResult: Sendable {
  /// Why it failed; `none` when it did not.
  public var cause: FailureCause
  /// The pod of the database that it talked to, if it got that far.
  public var database: UInt32?
}

/// A command that runs, and who waits for it.
struct CommandInProgress {
  var queryWork: Double
  var completion: (CommandResult) -> Void
}

/// What a probe asks for.
public enum ProbeRequest: Hashable, Sendable {
  /// A connection, nothing more.
  case tcp
  /// An answer with a status from 200 to 399 from this endpoint.
  case http(endpoint: UInt16)
}

extension RequestWorld {
  /// Probes a pod from a node: a real connection that queues and is served like any other, but is
  /// in nobody's figures. `completion` gets whether it succeeded within `timeout`.
  public func probe(
    pod: UInt32, port: UInt16, _ request: ProbeRequest, timeout: TimeSpan, from node: UInt32,
    completion: @escaping (Bool) -> Void
  ) {
    let slot = probeHandlers.insert(completion)
    let call = insertErrand(.probe, slot: slot, pod: pod)
    let row = calls[call]
    if case .http(let endpoint) = request {
      row.pointee.endpoint = endpoint
    } else {
      row.pointee.isTCPOnly = true
    }
    row.pointee.connectDeadline = now &+ timeout.nanoseconds
    row.pointee.origin = node
    row.pointee.port = port
    schedule(.callTimeout, call, after: timeout.nanoseconds)
    connect(call, roundTripToNode: 0)
  }

  /// Runs a command of the site in a pod's container, as `kubectl exec … manage.py` does.
  ///
  /// It uses CPU there, opens its own connection to the database, and sends its queries; tables
  /// need not be there. `completion` gets the outcome; `reset` when the container ends meanwhile.
  /// - Parameters:
  ///   - cpu: CPU time of a core of speed 1 in the container.
  ///   - queryCPU: CPU time of each query in the database.
  public func runManagementCommand(
    pod: UInt32, cpu: TimeSpan, queries: Int, queryCPU: TimeSpan,
    completion: @escaping (CommandResult) -> Void
  ) {
    let row = pods[pod]
    if row.pointee.kind == .none {
      engine.after(.zero) { completion(CommandResult(cause: .refused, database: nil)) }
      return
    }
    if row.pointee.kind == .gunicorn {
      grow(pod, row, by: gunicorns[row.pointee.server].pointee.workerMemory)
    }
    begin(
      CommandInProgress(queryWork: Double(queryCPU.nanoseconds), completion: completion), pod,
      cpu: cpu, queries: queries)
  }

  /// Runs a command of the site as the only process of a pod that has no server, as an init
  /// container's `manage.py migrate` does; the parameters are those of a command in a container.
  public func startCommand(
    pod: UInt32, databaseService: UInt32?, memory: Bytes, cpu: TimeSpan, queries: Int,
    queryCPU: TimeSpan, completion: @escaping (CommandResult) -> Void
  ) {
    let row = pods[pod]
    precondition(row.pointee.kind == .none, "a server runs in pod \(pod)")
    row.pointee.databaseService = databaseService ?? .max
    grow(pod, row, by: memory.count)
    begin(
      CommandInProgress(queryWork: Double(queryCPU.nanoseconds), completion: completion), pod,
      cpu: cpu, queries: queries)
  }

  private func begin(
    _ command: CommandInProgress, _ pod: UInt32, cpu: TimeSpan, queries: Int
  ) {
    let row = pods[pod]
    let slot = commands.insert(command)
    let call = insertErrand(.command, slot: slot, pod: pod)
    let worker = link(Worker(pod: pod, state: .command, call: call))
    let job = calls[call]
    job.pointee.worker = worker
    job.pointee.queriesLeft = UInt16(clamping: queries)
    job.pointee.step = .before
    job.pointee.stage = .cpu
    job.pointee.node = row.pointee.node
    compute(call, work: Double(cpu.nanoseconds), on: row)
  }

  private func insertErrand(_ kind: CallOwner, slot: UInt32, pod: UInt32) -> UInt32 {
    let row = pods[pod]
    let number = row.pointee.errandCount
    row.pointee.errandCount &+= 1
    return calls.insert(
      Call(
        owner: slot, ownerKind: kind, endpoint: 0, pod: pod, mark: now, started: now,
        connectDeadline: .max, demands: row.pointee.stream.substream(2 &* number),
        path: row.pointee.stream.substream(2 &* number &+ 1)))
  }

  /// The CPU time of a query of a command, in nanoseconds.
  func commandQueryWork(_ slot: UInt32) -> Double { commands[slot]?.queryWork ?? 0 }

  /// A command has done its work, or failed: its process ends.
  func endCommand(_ call: UInt32, _ cause: FailureCause) {
    let worker = calls[call].pointee.worker
    closeSession(of: worker)
    unlink(worker)
    respond(call, cause)
  }

  /// A probe or a command is over: who waits for it hears of it.
  func completeErrand(_ call: UInt32) {
    let row = calls[call].pointee
    calls.remove(call)
    if row.ownerKind == .probe {
      probeHandlers.remove(row.owner)?(row.cause == .none)
    } else if let command = commands.remove(row.owner) {
      let database = row.database == .max ? nil : Optional(row.database)
      command.completion(CommandResult(cause: row.cause, database: database))
    }
  }

  /// A probe has waited long enough; a worker that has it in hand goes on.
  func giveUp(_ call: UInt32) {
    let row = calls[call].pointee
    guard row.ownerKind == .probe else { return }
    if row.step == .travelling || row.step == .lost {
      calls.remove(call)
    } else {
      calls[call].pointee.ownerKind = .nobody
    }
    probeHandlers.remove(row.owner)?(false)
  }
}

import EventKernel
import Randomness
import Units

/// The kinds of typed events of the world; each names the handler and what its operands are.
enum WorldEvent: UInt16 {
  /// a: client. The next arrival of an open-loop client.
  case arrival = 1
  /// a: user, b: generation. A closed-loop user has thought enough.
  case thought
  /// a: request, b: generation. The client gives the present attempt up.
  case timeout
  /// a: request, b: generation. The next attempt begins.
  case retry
  /// a: call, b: generation, c: epoch. A request, or its SYN again, gets to the pod.
  case reach
  /// a, b, c: as above. The answer or the reset gets to the client.
  case done
  /// a, b, c: as above. A plain server's service time has passed.
  case served
  /// a, b, c: as above. A message gets to the database.
  case atDatabase
  /// a, b, c: as above. A message of the database gets back.
  case fromDatabase
  /// a: node. A thread has finished on its CPU.
  case processor
  /// a: worker, b: generation. A worker is forked.
  case fork
  /// a: pod, b: run. Gunicorn's master looks for workers that take too long.
  case masterTick
  /// a: pod, b: run. The time for a graceful stop is over.
  case gracefulEnd
  /// a: pod, b: run. The server's process ends after SIGTERM.
  case exit
  /// a: pod, b: run. A plain server begins to listen.
  case listen
  /// a: call, b: generation, c: epoch. A probe or a command gives up.
  case callTimeout
  /// a, b, c: as above. An answer that did not get through is sent again.
  case resend
  /// a, b, c: as above. A message of the database that did not get through is sent again.
  case databaseResend
  /// a: call, b: generation, c: epoch. The client of a waiting call has no patience left.
  case impatience
}

/// What stage of its life the time of a call is counted to.
enum CallStage: UInt8 {
  case connect
  case network
  case backlog
  /// On a CPU, with contention taken off.
  case cpu
  /// In a plain service time.
  case service
  case database
  case databaseConnect
}

/// What a call does next when its CPU slice or its message is through.
enum CallStep: UInt8 {
  case travelling
  case queued
  /// In a plain server.
  case serving
  /// The view, or its part before the queries.
  case before
  /// The site's part of a connection to the database.
  case connecting
  case querying
  /// The view after the queries.
  case after
  /// The page that tells of an error.
  case failing
  /// Nobody will ever answer: its server vanished without a word.
  case lost
}

/// Who waits for a call.
enum CallOwner: UInt8 {
  /// Nobody any more.
  case nobody
  case request
  case probe
  case command
}

/// One connection to a pod with one request on it: an attempt of a user's request, a probe, or a
/// command that runs in the container.
struct Call {
  var owner: UInt32
  var ownerKind: CallOwner
  var stage = CallStage.connect
  var step = CallStep.travelling
  var cause = FailureCause.none
  /// Steps left behind: events of an earlier epoch are void.
  var epoch: UInt16 = 0
  var endpoint: UInt16
  var queriesLeft: UInt16 = 0
  var retransmissions: UInt8 = 0
  /// How often a server has passed it on to another Service.
  var hops: UInt8 = 0
  /// Its place among the priorities of a plain server; 0 is served first.
  var rank: UInt8 = 0
  var isTCPOnly = false
  /// Whether it came through a load balancer of the cloud.
  var isFromOutside = false
  var pod = UInt32.max
  /// The pod's node, from the moment it gets there.
  var node = UInt32.max
  var port: UInt16 = 0
  var version = RequestRecord.noVersion
  /// The node that the call enters the cluster's network at.
  var origin = UInt32.max
  var worker = UInt32.max
  /// The database's pod, once the call has chosen one.
  var database = UInt32.max
  var program = UInt32.max
  var next = UInt32.max
  var previous = UInt32.max
  /// When the stage began.
  var mark: Int64
  var started: Int64
  /// When opening the connection is given up.
  var connectDeadline: Int64
  /// One way between client and pod, in nanoseconds.
  var oneWay: Int64 = 0
  /// One way from the server that passed it on last back to the client; 0 when none did.
  var wayBack: Int64 = 0
  /// In a server that interrupts: when the service ends; for a call that waits to go on with its
  /// service, how much of it is left.
  var serviceLeft: Int64 = 0
  /// The end of its client's patience, while it waits.
  var impatience = EventHandle.none
  /// One way between pod and database.
  var databaseWay: Int64 = 0
  /// What the present CPU slice needs if alone, in nanoseconds.
  var alone: Int64 = 0
  /// For how long its container had been throttled when that slice began, in nanoseconds.
  var throttleMark: Int64 = 0
  /// CPU work of the view after its queries, in nanoseconds of a core of speed 1.
  var workAfter = 0.0
  var stages = StageSpans()
  /// Draws that depend on what is asked for: equal in all variants of a scenario.
  var demands: RandomStream
  /// Draws of the way: who answers, and how long messages take.
  var path: RandomStream
}

/// A request of a user or prober, over all its attempts.
struct Request {
  var serial: UInt64
  /// The number within the client, which its random streams hang on.
  var number: UInt64
  var client: UInt32
  var user: UInt32
  var endpoint: UInt16
  var phase: UInt16
  var attempts: UInt8 = 0
  var call = UInt32.max
  var arrived: Int64
  var attemptStarted: Int64 = 0
  var timeout = EventHandle.none
}

/// A worker process of Gunicorn, or a command that runs beside the workers.
struct Worker {
  enum State: UInt8 {
    case forking, booting, idle, busy, closing, command
  }
  var pod: UInt32
  var state: State
  var call = UInt32.max
  var busySince: Int64 = 0
  /// Requests served, where a worker's memory or life depends on them.
  var served: UInt32 = 0
  /// Requests that it may serve before it is replaced.
  var requestLimit = UInt32.max
  var nextIdle = UInt32.max
  var next = UInt32.max
  var previous = UInt32.max
  /// Its connection to the database; current only with the generation.
  var session = UInt32.max
  var sessionGeneration: UInt32 = 0
}

/// A connection as the database has it: one backend process.
struct Session {
  enum State: UInt8 {
    case connecting, idle, working
  }
  var pod: UInt32
  var state = State.connecting
  /// Whether its client is gone, so that it ends with its present work.
  var isOrphan = false
  var call: UInt32
  var callGeneration: UInt32
  var callEpoch: UInt16
  /// One way between the worker's pod and the database.
  var way: Int64
  var next = UInt32.max
  var previous = UInt32.max
}

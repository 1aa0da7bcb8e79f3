import EventKernel
import Randomness
import Units

/// What kind of server runs in a pod's container.
enum ServerKind: UInt8 {
  case none, plain, gunicorn, postgres
}

/// A pod as the data path sees it: one address, one server process with its children.
struct PodRow {
  /// Whether its sandbox is gone, so that its address answers nothing.
  var isGone = false
  var node: UInt32
  var group: UInt32
  var version: UInt16
  var kind = ServerKind.none
  var isListening = false
  var isStopping = false
  var port: UInt16 = 0
  /// Counts the lives of its server; events of an earlier one are void.
  var run: UInt32 = 0
  /// Index into the table of the server's kind.
  var server = UInt32.max
  /// The Service of its database, or none.
  var databaseService = UInt32.max
  // The queue of calls that nobody serves yet, and its limit.
  var backlogHead = UInt32.max
  var backlogTail = UInt32.max
  var backlogCount: UInt32 = 0
  // Calls in a plain server.
  var servingHead = UInt32.max
  var servingCount: UInt32 = 0
  // Gunicorn's workers, commands included, and those that wait for a request.
  var firstWorker = UInt32.max
  var firstIdle = UInt32.max
  var workerCount: UInt32 = 0
  var isTicking = false
  // PostgreSQL's connections.
  var firstSession = UInt32.max
  var sessionCount: UInt32 = 0
  var isMigrated = false
  /// Commits of views since its server was started.
  var commits: Int64 = 0
  /// Probes and commands so far; their random streams hang on it.
  var errandCount: UInt64 = 0
  var stream: RandomStream
}

struct PlainRow {
  var service: Distribution
  var servers: UInt32
  var queueCapacity: UInt32
  var isCPUBound: Bool
  var port: UInt16
  var boot: Distribution
  var stop: Distribution
}

struct GunicornRow {
  var workers: UInt32
  var port: UInt16
  var backlog: UInt32
  var workerTimeout: Int64
  var masterTick: Int64
  var gracefulTimeout: Int64
  var masterBoot: Distribution
  var workerBoot: Distribution
  var forkPause: Distribution
  var respawnPause: Distribution
  var timeoutRespawnPause: Distribution
  var stop: Distribution
  var overheadBefore: Double
  var overheadAfter: Double
  var errorCPU: Double
  var isPersistent: Bool
  var needsMigration: Bool
  var connectCPU: Distribution
  var connectTimeout: Int64
  /// Its programs are rows `firstProgram` + endpoint of the table of programs.
  var firstProgram: UInt32
  var programCount: UInt32
}

struct ProgramRow {
  var exists = false
  var commits = false
  var queries: UInt16 = 0
  var shareBefore = 0.0
  var cpu: Distribution
  var queryCPU: Distribution
}

struct PostgresRow {
  var connectionLimit: UInt32
  var port: UInt16
  var connectCPU: Distribution
  var commitWait: Distribution
  var boot: Distribution
  var initialise: Distribution
  var stop: Distribution
}

/// A client as the hot tier sees it.
struct ClientRow {
  enum Target: UInt8 {
    case nowhere, balancer, service, pod
  }
  var target = Target.nowhere
  var targetIndex = UInt32.max
  var targetPort: UInt16 = 0
  var origin = UInt32.max
  var isProber: Bool
  var isConstant = false
  var isClosed = false
  var isRunning = true
  var maxRetries: UInt8
  var retryCauses: RetryCauses
  var timeout: Int64
  var connectTimeout: Int64
  var backoff: Int64
  var stop: Int64
  /// Range of the mix in the table of choices.
  var firstChoice: UInt32
  var choiceCount: UInt32
  /// Range of the rate's pieces in the table of pieces.
  var firstPiece: UInt32 = 0
  var pieceCount: UInt32 = 0
  var piece: UInt32 = 0
  /// Arrivals so far.
  var count: UInt64 = 0
  var arrivals: RandomStream
  var demands: StreamFamily
  var paths: StreamFamily
  var thoughts: StreamFamily
  var think: Distribution
  var nextArrival = EventHandle.none
}

/// A piece of a client's rate: linear from `rate` at `start`, in arrivals a nanosecond.
struct RatePieceRow {
  var start: Int64
  var end: Int64
  var rate: Double
  var slope: Double
}

/// An endpoint of a mix and the share of draws up to and with it.
struct ChoiceRow {
  var endpoint: UInt16
  var cumulative: Double
}

/// A closed-loop user.
struct UserRow {
  var client: UInt32
  var ordinal: UInt32
  var count: UInt32 = 0
}

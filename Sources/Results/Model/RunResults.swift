import Units

/// Everything that one run found out: what `summary.json` and the tables hold and what a report
/// shows.
///
/// A plain record of finished figures. The simulation fills it after its last event; nothing in it
/// tells the wall-clock time, the machine or a path, so equal runs give equal records. The four
/// parameters of the initialiser identify the run; all else starts empty.
public struct RunResults: Sendable {
  /// The scenario's name.
  public var scenario: String
  /// The seed that all random streams come from.
  public var seed: UInt64
  /// Which replication of the run this is, from 0.
  public var replication: UInt64 = 0
  /// The version of Wavetank that ran it.
  public var version: String
  /// How long the run was in simulated time.
  public var simulated: TimeSpan
  /// What counts in `run`: from here …
  public var measuredFrom: Instant
  /// … to here, exclusive.
  public var measuredTo: Instant
  /// What was left out at the start of what is declared steady.
  public var warmUps: [WarmUpCut] = []
  /// What the scenario promises to its users, if it says so.
  public var objective: RunObjective?

  /// The answer in a sentence; nil lets `answer` say the plain outcome of the run.
  public var headline: Headline?
  /// Whether the system kept up with the load.
  public var verdict = RunVerdict(.stable, reason: "")

  /// All requests of the measured window.
  public var run = RequestFigures()
  /// The same by phase of the timeline, in order of time.
  public var phases: [PhaseFigures] = []
  /// The same by client, sorted by name.
  public var clients: [NamedFigures] = []
  /// The same by endpoint that was asked for, sorted by name.
  public var endpoints: [NamedFigures] = []
  /// The same by image version that answered, sorted by name. Requests that reached no container
  /// are in none of them.
  public var versions: [NamedFigures] = []

  /// How long users were without service, defined in three ways.
  public var downtime = DowntimeFigures()
  /// Resources of all nodes together, as means over the measured window.
  public var utilisation = ResourceFigures()
  /// What became of each database's data, sorted by name.
  public var databases: [DatabaseFigures] = []
  /// What gave out first as the load grew.
  public var limits = LimitFigures()
  /// What limits did to containers, sorted by name.
  public var containers: [ContainerFigures] = []
  /// What the run cost, and what a month like it would.
  public var cost = CostFigures()

  /// Everything a reader should know before trusting a figure, most important first.
  public var warnings: [String] = []
  /// Defaults that nobody measured or documented and that can move the answer.
  public var assumedDefaults: [AssumedDefault] = []
  /// The promises that were checked while the run went on.
  public var invariants: [InvariantResult] = []
  /// The figures that the scenario said must hold.
  public var expectations: [ExpectationResult] = []
  /// Pods that found no node up to the end of the run.
  public var unscheduledPods: [UnscheduledPod] = []

  /// Counts and latencies second by second.
  public var series = TimeSeries()
  /// What the timeline did and what it printed, in order of time.
  public var steps: [StepRow] = []
  /// Every pod that was ever created, in order of creation.
  public var pods: [PodRow] = []
  /// Every node that was ever there, sorted by name.
  public var nodes: [NodeRow] = []
  /// The cluster's events, in order of time.
  public var events: [EventRow] = []
  /// What the scheduler decided, in order of time.
  public var decisions: [DecisionRow] = []
  /// What was left out of the decisions' explanations; nil when nothing was.
  public var unexplained: String?

  /// A run that is known by name, seed and version, with nothing measured yet; all of it counts.
  public init(scenario: String, seed: UInt64, version: String, simulated: TimeSpan) {
    self.scenario = scenario
    self.seed = seed
    self.version = version
    self.simulated = simulated
    self.measuredFrom = .start
    self.measuredTo = .start + simulated
  }

  /// The headline, or how many requests were lost when there is none.
  public var answer: Headline {
    headline
      ?? Headline(
        "", figure: Double(run.lost), at: "/run/lost",
        " of \(FigureText.grouped(run.arrived)) requests were lost.")
  }

  /// Whether the run vouches for itself: every invariant and every expectation holds and every pod
  /// found a node. The command line ends with status 1 otherwise.
  public var isTrustworthy: Bool {
    invariants.allSatisfy(\.holds) && expectations.allSatisfy(\.holds) && unscheduledPods.isEmpty
  }
}

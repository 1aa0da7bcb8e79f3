import Scheduler

/// A category of the scheduler's recorded truth.
public struct OracleCategory: Hashable, Sendable {
  /// The name of its file.
  public let name: String
  /// The share of decisions that agree in everything, at least.
  public let floor: Double

  /// All categories of the corpus.
  public static let all: [OracleCategory] = [
    "resources", "taints", "nodeaffinity", "hostports", "unschedulable", "imagelocality", "edge",
    "mixed", "larger", "defaultspread", "podaffinity", "spread", "preemption", "volumes",
  ].map { OracleCategory($0) }

  private init(_ name: String) {
    self.name = name
    floor = 1
  }

  /// The path of its file below the folder of truth.
  public var path: String { "oracle/scheduler/\(name).json" }
}

/// How many decisions agree with the real scheduler's.
public struct OracleTally: Sendable {
  /// Decisions looked at.
  public private(set) var steps = 0
  /// Decisions that agree in everything.
  public private(set) var agreeing = 0
  /// The first differences, as texts.
  public private(set) var differences: [String] = []
  private var byAspect = Array(repeating: 0, count: OracleDifference.Aspect.allCases.count)

  /// Nothing looked at.
  public init() {}

  /// The tally of all cases of one category.
  ///
  /// - Throws: `Problems` when the file cannot be read.
  public init(
    _ category: OracleCategory, in truth: TruthFolder, profile: Profile = .standard
  ) throws {
    let configuration = SchedulerConfiguration(profile, nodeSampling: .all)
    for one in try OracleCase.all(category.name, in: truth) {
      var replay = try OracleReplay(one, configuration: configuration)
      for step in replay.run() { add(step) }
    }
  }

  /// Counts one more decision; one that nothing is recorded of claims nothing.
  public mutating func add(_ step: OracleReplay.Step) {
    guard let found = step.differences else { return }
    steps += 1
    if found.isEmpty { agreeing += 1 }
    for (place, aspect) in OracleDifference.Aspect.allCases.enumerated()
    where found.contains(where: { $0.aspect == aspect }) { byAspect[place] += 1 }
    for difference in found where differences.count < 20 {
      differences.append("\(step.caseName) \(step.pod): \(difference)")
    }
  }

  /// Counts all that `other` has.
  public mutating func merge(_ other: OracleTally) {
    steps += other.steps
    agreeing += other.agreeing
    differences += other.differences.prefix(max(0, 20 - differences.count))
    for place in byAspect.indices { byAspect[place] += other.byAspect[place] }
  }

  /// The decisions that agree in one aspect.
  public func agreeing(in aspect: OracleDifference.Aspect) -> Int {
    let place = OracleDifference.Aspect.allCases.firstIndex(of: aspect) ?? 0
    return steps - byAspect[place]
  }
}

/// What a figure should come to.
struct Bound {
  /// The side on which it may lie.
  enum Limit {
    case floor(Double)
    case target(Double)
  }
  var limit: Limit
  /// Whether breaking it fails the benchmarks: ratios within one run and instruction counts do not
  /// depend on how fast or busy the machine is; nanoseconds do.
  var isLaw = false

  func holds(_ value: Double) -> Bool {
    switch limit {
    case .floor(let floor): value >= floor
    case .target(let target): value <= target
    }
  }

  var text: String {
    switch limit {
    case .floor(let floor): "at least \(floor)"
    case .target(let target): "at most \(target)"
    }
  }
}

/// The bounds of all figures that have one.
enum Bounds {
  static let all: [String: Bound] = [
    "event_list_hold_ns": Bound(limit: .target(30)),
    "mm8_vs_simpy": Bound(limit: .floor(100), isLaw: true),
    "tandem_vs_simpy": Bound(limit: .floor(60), isLaw: true),
    "web_path_requests_per_s": Bound(limit: .floor(1_000_000)),
    "article_s": Bound(limit: .target(2)),
    "place_openb_1000": Bound(limit: .floor(5_000)),
    "place_openb_1000_mb": Bound(limit: .target(200)),
    "import_150k_s": Bound(limit: .target(10)),
    // What is asked of the scheduler with all nodes scored, exactly.
    "place_plain_5000": Bound(limit: .floor(10_000)),
    "place_plain_15000": Bound(limit: .floor(4_000)),
    "place_antiaffinity_5000": Bound(limit: .floor(3_000)),
    "place_spread_5000": Bound(limit: .floor(3_000)),
    "place_spread_hard_5000": Bound(limit: .floor(3_000)),
    "state_150k_mb": Bound(limit: .target(100)),
    // Sixteen times the requests, sixty-four times the pods, a hundred times the nodes.
    "resident_growth_ratio": Bound(limit: .target(1.1), isLaw: true),
    "web_path_pods_cost_ratio": Bound(limit: .target(2), isLaw: true),
    "web_path_nodes_cost_ratio": Bound(limit: .target(2), isLaw: true),
    // 241, 7,238 and 609 were counted, and 5 % added; a change that costs more must say why. The
    // web path had 6,896 before containers had quotas and memory, links could be cut and processes
    // hang: each asks something of every request, though it is not used.
    "event_list_instructions_per_hold": Bound(limit: .target(253), isLaw: true),
    "web_path_instructions_per_request": Bound(limit: .target(7_600), isLaw: true),
    "mm8_instructions_per_request": Bound(limit: .target(640), isLaw: true),
    // On 5,000 nodes, pods of 50 kinds in turn: 161,963, 332,670, 294,255 and 368,765 were counted.
    "place_plain_instructions_per_pod": Bound(limit: .target(170_000), isLaw: true),
    "place_antiaffinity_instructions_per_pod": Bound(limit: .target(349_000), isLaw: true),
    "place_spread_instructions_per_pod": Bound(limit: .target(309_000), isLaw: true),
    "place_spread_hard_instructions_per_pod": Bound(limit: .target(387_000), isLaw: true),
  ]
}

/// Two ways to place the same pods on the same nodes, side by side.
///
/// With random ties both are placed several times, each time with the same random numbers; what is
/// told pod by pod is of the first time.
public struct PlacementDiff: Sendable {
  /// The name of the first way, such as a file's.
  public var nameA: String
  /// The name of the second way.
  public var nameB: String
  /// How many nodes there are.
  public var nodeCount: Int
  /// How many pods run already, whether they are placed anew or stay.
  public var runningPods = 0
  /// How the pods were placed, in their order.
  public var pods: [PodRow]
  /// What the nodes carry, in their order.
  public var nodes: [NodeRow]
  /// The seeds of the random choices, one for each time that the pods were placed; one when there
  /// is nothing random.
  public var seeds: [UInt64]
  /// The pods that have a node in both ways, but not the same one: how many, each time.
  public var moved: [Int]
  /// The pods that only the first way places, each time.
  public var onlyA: [Int]
  /// The pods that only the second way places, each time.
  public var onlyB: [Int]
  /// Figures of both ways.
  public var figures: [ComparedFigure]
  /// The disruption budgets that either way would violate.
  public var budgets: [BudgetRow]
  /// Where the two part; nil when they never do.
  public var parting: Parting?
  /// What must not happen, and whether it does.
  public var thresholds: [ThresholdOutcome]
  /// The command that gives this comparison again.
  public var command: String

  /// A comparison of these two ways that has found nothing yet.
  public init(nameA: String, nameB: String, nodeCount: Int, command: String = "") {
    self.nameA = nameA
    self.nameB = nameB
    self.nodeCount = nodeCount
    self.command = command
    (pods, nodes, figures, budgets, thresholds) = ([], [], [], [], [])
    (seeds, moved, onlyA, onlyB) = ([], [], [], [])
  }

  /// How many times each pod was placed.
  public var times: Int { seeds.count }

  /// Pods of which the two do not say the same, the first time.
  public var different: [PodRow] { pods.filter { $0.change != .same && $0.change != .neither } }

  /// Whether the two place every pod alike every time.
  public var isSame: Bool { (moved + onlyA + onlyB).allSatisfy { $0 == 0 } }

  /// Whether nothing happens that must not.
  public var holds: Bool { thresholds.allSatisfy(\.holds) }
}

extension PlacementDiff {
  /// What changes for a pod from the first way to the second.
  public enum Change: String, Hashable, Sendable, CaseIterable {
    /// Both put it on the same node.
    case same
    /// Both place it, each on another node.
    case moved
    /// Only the first places it.
    case onlyA = "only-a"
    /// Only the second places it.
    case onlyB = "only-b"
    /// Neither places it.
    case neither
  }

  /// One pod in both ways.
  public struct PodRow: Hashable, Sendable {
    /// Its namespace and name.
    public var pod: String
    /// What it is one of: its controller, its app label, or itself.
    public var workload: String
    /// Where it runs now; nil when it waits.
    public var runsOn: String?
    /// Its place in the first way.
    public var a: Place
    /// Its place in the second way.
    public var b: Place

    /// A pod.
    public init(pod: String, workload: String, runsOn: String?, a: Place, b: Place) {
      (self.pod, self.workload, self.runsOn) = (pod, workload, runsOn)
      (self.a, self.b) = (a, b)
    }

    /// What changes.
    public var change: Change {
      switch (a.node, b.node) {
      case (nil, nil): .neither
      case (nil, _): .onlyB
      case (_, nil): .onlyA
      case (let one, let other): one == other ? .same : .moved
      }
    }
  }

  /// Where one way puts a pod.
  public struct Place: Hashable, Sendable {
    /// The node; nil for none.
    public var node: String?
    /// The node's zone; empty for none.
    public var zone: String
    /// Why it has no node; empty when it has one.
    public var reason: String

    /// A place.
    public init(node: String?, zone: String = "", reason: String = "") {
      (self.node, self.zone, self.reason) = (node, zone, reason)
    }
  }

  /// One node in both ways.
  public struct NodeRow: Hashable, Sendable {
    /// Its name.
    public var node: String
    /// Its zone; empty for none.
    public var zone: String
    /// Its pods, in the first way and the second.
    public var pods: Sides<Int>
    /// The share of its CPU that is asked for.
    public var cpu: Sides<Double>
    /// The share of its memory that is asked for.
    public var memory: Sides<Double>

    /// A node.
    public init(
      node: String, zone: String, pods: Sides<Int>, cpu: Sides<Double>, memory: Sides<Double>
    ) {
      (self.node, self.zone, self.pods) = (node, zone, pods)
      (self.cpu, self.memory) = (cpu, memory)
    }
  }

  /// The same thing in the first way and in the second.
  public struct Sides<Value: Hashable & Sendable>: Hashable, Sendable {
    /// In the first way.
    public var a: Value
    /// In the second way.
    public var b: Value

    /// Both.
    public init(_ a: Value, _ b: Value) { (self.a, self.b) = (a, b) }
  }

  /// A disruption budget that has not room enough for the pods that would have to go.
  public struct BudgetRow: Hashable, Sendable {
    /// Its namespace and name.
    public var name: String
    /// How many of its pods may go at once.
    public var allowed: Int
    /// How many would have to, in the first way and the second.
    public var disrupted: Sides<Int>

    /// A budget.
    public init(name: String, allowed: Int, disrupted: Sides<Int>) {
      (self.name, self.allowed, self.disrupted) = (name, allowed, disrupted)
    }
  }

  /// The first pod that the two place differently, and what is said of both nodes there.
  public struct Parting: Hashable, Sendable {
    /// The pod's place in the order, from 0.
    public var index: Int
    /// The pod.
    public var pod: String
    /// What happens, in a sentence.
    public var sentence: String
    /// What was said of the nodes in question, in each way.
    public var verdicts: [Verdict]

    /// Where the two part.
    public init(index: Int, pod: String, sentence: String, verdicts: [Verdict]) {
      (self.index, self.pod, self.sentence) = (index, pod, sentence)
      self.verdicts = verdicts
    }
  }

  /// What one way says of one node.
  public struct Verdict: Hashable, Sendable {
    /// The node.
    public var node: String
    /// Which way says so.
    public var side: String
    /// Its points by plugin, in the plugins' order; empty when it was turned down.
    public var points: [Points]
    /// All points; nil when it was turned down or needed none.
    public var total: Int?
    /// Why it was turned down; empty when it was not.
    public var refusal: String

    /// A verdict.
    public init(
      node: String, side: String, points: [Points], total: Int?, refusal: String
    ) {
      (self.node, self.side, self.points) = (node, side, points)
      (self.total, self.refusal) = (total, refusal)
    }
  }

  /// The points that a plugin gives.
  public struct Points: Hashable, Sendable {
    /// The plugin.
    public var plugin: String
    /// Its points, weighted.
    public var points: Int

    /// Points.
    public init(plugin: String, points: Int) { (self.plugin, self.points) = (plugin, points) }
  }
}

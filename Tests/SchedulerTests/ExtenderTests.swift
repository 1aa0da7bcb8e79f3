import Documents
import KubeAPI
import Scheduler
import Testing
import Units

/// Extenders over a transport double: the wire format, and what the scheduler makes of answers.
struct ExtenderTests {
  private static let nodes = ["a", "b", "c"].map { Samples.node($0) }

  private static func settings(
    _ change: (inout ExtenderSettings) -> Void = { _ in }
  ) -> ExtenderSettings {
    var settings = ExtenderSettings(urlPrefix: "http://extender.test/s/")
    change(&settings)
    return settings
  }

  /// An engine with one extender, and the extender.
  private static func engine(
    _ double: ExtenderDouble, nodes: [Node] = nodes, bound: [Pod] = [],
    _ change: (inout ExtenderSettings) -> Void
  ) throws -> (PlacementEngine, HTTPExtender) {
    let extender = HTTPExtender(settings(change), over: double)
    let engine = try PlacementEngine(
      nodes: nodes, bound: bound, configuration: SchedulerConfiguration(.standard),
      extenders: [extender])
    return (engine, extender)
  }

  // MARK: Filter

  @Test func `an extender without a node cache gets whole nodes, one with a cache names`() throws {
    for isCapable in [false, true] {
      let double = ExtenderDouble(
        .json(
          isCapable
            ? #"{"NodeNames": ["b"]}"# : #"{"Nodes": {"items": [{"metadata": {"name": "b"}}]}}"#))
      let (engine, _) = try Self.engine(double) {
        $0.filterVerb = "filter"
        $0.isNodeCacheCapable = isCapable
      }
      #expect(engine.place(Samples.pod("p")).node == "b")
      #expect(double.urls == ["http://extender.test/s/filter"])
      #expect(double.timeouts == [.seconds(5)])
      let body = ExtenderDouble.node(Array(double.bodies[0].utf8))
      #expect(body["Pod", "metadata", "name"]?.text == "p")
      #expect(body["Pod", "metadata", "uid"]?.text == "uid-p")
      #expect(
        body["Pod", "spec", "containers", "0", "resources", "requests", "cpu"]?.text == "100m")
      if isCapable {
        #expect(body["NodeNames"]?.texts == ["a", "b", "c"])
        #expect(body["Nodes"]?.isNull == true)
      } else {
        #expect(body["NodeNames"]?.isNull == true)
        #expect(body["Nodes", "items", "2", "metadata", "name"]?.text == "c")
        #expect(body["Nodes", "items", "0", "status", "allocatable", "cpu"]?.text == "4000m")
      }
    }
  }

  @Test func `reasons reach the message, and hopeless nodes go before failed ones`() throws {
    let double = ExtenderDouble(
      .json(
        """
        {"nodenames": [], "failedNodes": {"a": "no gpu", "b": "too hot"},
         "FailedAndUnresolvableNodes": {"b": "broken"}, "Extra": 1}
        """))
    let (engine, _) = try Self.engine(double) {
      $0.filterVerb = "filter"
      $0.isNodeCacheCapable = true
    }
    let decision = engine.explain(Samples.pod("p"))
    #expect(
      decision.message == "0/3 nodes are available: 1 broken, 1 no gpu. preemption: 0/3 nodes "
        + "are available: 1 No preemption victims found for incoming pod, 2 Preemption is not "
        + "helpful for scheduling.")
    let said = decision.nodes.map { node -> String in
      guard case .rejected(let status, _) = node.verdict else { return "fits" }
      return "\(node.name) \(status.plugin) \(status.code.rawValue) \(status.message)"
    }
    #expect(
      said == [
        "a http://extender.test/s/ Unschedulable no gpu",
        "b http://extender.test/s/ UnschedulableAndUnresolvable broken",
        "c http://extender.test/s/ UnschedulableAndUnresolvable ",
      ])
  }

  @Test func `several extenders see what the ones before have left`() throws {
    let first = ExtenderDouble(.json(#"{"NodeNames": ["c", "a"]}"#))
    let second = ExtenderDouble(.json(#"{"NodeNames": ["a"]}"#))
    let extenders = [first, second].map {
      HTTPExtender(
        Self.settings {
          $0.filterVerb = "filter"
          $0.isNodeCacheCapable = true
        }, over: $0)
    }
    let engine = try PlacementEngine(
      nodes: Self.nodes, configuration: SchedulerConfiguration(.standard), extenders: extenders)
    #expect(engine.place(Samples.pod("p")).node == "a")
    let body = ExtenderDouble.node(Array(second.bodies[0].utf8))
    #expect(body["NodeNames"]?.texts == ["c", "a"])
  }

  @Test func `an extender is not asked about a pod that fits nowhere`() throws {
    let double = ExtenderDouble(.json("{}"))
    let (engine, _) = try Self.engine(double) { $0.filterVerb = "filter" }
    #expect(engine.place(Samples.pod("huge", cpu: 99_000)).node == nil)
    #expect(double.urls == [])
  }

  /// What is wrong with an answer ends the pod's try, with the address in the message.
  @Test(arguments: [
    (ExtenderDouble.Reply.status(500),
      "failed filter with extender at URL http://extender.test/s/filter, code 500"),
    (.failure("connection refused"),
      #"Post "http://extender.test/s/filter": connection refused"#),
    (.json("<html>"),
      "the answer from http://extender.test/s/filter cannot be used: 1:1: not JSON"),
    (.json(""), "the answer from http://extender.test/s/filter cannot be used: "),
    (.json("[1]"), "the answer from http://extender.test/s/filter has a value = a list"),
    (.json(#"{"NodeNames": "a"}"#), "has NodeNames = \"a\", not a list"),
    (.json(#"{"NodeNames": [1]}"#), "has NodeNames = \"1\", not a text"),
    (.json(#"{"FailedNodes": ["a"]}"#), "has FailedNodes = a list, not a mapping"),
    (.json(#"{"NodeNames": ["z"]}"#),
      #"extender "http://extender.test/s/" claims a filtered node "z" which is not found in"#),
    (.json(#"{"Error": "out of order", "NodeNames": ["a"]}"#), "out of order"),
    (.json(String(repeating: "[", count: 100_000)), "nested more than"),
  ])
  func `a bad answer ends the try, and an ignorable extender is passed over`(
    reply: ExtenderDouble.Reply, message: String
  ) throws {
    for isIgnorable in [false, true] {
      let (engine, extender) = try Self.engine(ExtenderDouble(reply)) {
        $0.filterVerb = "filter"
        $0.isNodeCacheCapable = true
        $0.isIgnorable = isIgnorable
      }
      let placed = engine.place(Samples.pod("p"))
      if isIgnorable {
        #expect(placed.node == "a")
        #expect(extender.passedOver.map(\.count) == [1])
        #expect(extender.passedOver[0].message.contains(message))
      } else {
        #expect(placed.node == nil)
        #expect(placed.message.contains(message), "\(placed.message)")
      }
    }
  }

  // MARK: Managed resources

  @Test func `only pods that ask for a managed resource are its business`() throws {
    let double = ExtenderDouble(.json(#"{"NodeNames": ["c"]}"#))
    var nodes = Self.nodes
    for index in nodes.indices { nodes[index].status.allocatable["example.com/gpu"] = 4 }
    let (engine, _) = try Self.engine(double, nodes: nodes) {
      $0.filterVerb = "filter"
      $0.isNodeCacheCapable = true
      $0.managedResources = [.init("example.com/gpu")]
    }
    #expect(engine.place(Samples.pod("plain")).node == "a")
    #expect(double.urls == [])
    var pod = Samples.pod("gpu")
    pod.spec.containers[0].resources.limits["example.com/gpu"] = 1
    #expect(engine.place(pod).node == "c")
    #expect(double.urls.count == 1)
  }

  // MARK: Points

  @Test func `ten points of an extender weigh as much as a hundred of a plugin`() throws {
    let double = ExtenderDouble(
      .json(
        """
        [{"Host": "b", "Score": 10}, {"host": "c", "score": 3}, {"Host": "nowhere", "Score": 10}]
        """))
    let (engine, _) = try Self.engine(double) {
      $0.prioritizeVerb = "prioritize"
      $0.weight = 7
      $0.isNodeCacheCapable = true
    }
    let plain = try PlacementEngine(nodes: Self.nodes).explain(Samples.pod("p"))
    let decision = engine.explain(Samples.pod("p"))
    #expect(decision.chosen == "b")
    #expect(decision.scorePlugins.last == "http://extender.test/s/")
    func totals(_ decision: SchedulingDecision) -> [Int64] {
      decision.nodes.compactMap {
        if case .fits(let total, _) = $0.verdict { total } else { nil }
      }
    }
    #expect(zip(totals(decision), totals(plain)).map { $0 - $1 } == [0, 700, 210])
  }

  @Test(arguments: [
    ExtenderDouble.Reply.status(404), .failure("no answer within 5s"), .json("{}"),
    .json(#"[{"Host": "b", "Score": 2.5}]"#), .json("null"), .json(#"[{"Host": "b"}]"#),
  ])
  func `an extender that gives no points is passed over, ignorable or not`(
    reply: ExtenderDouble.Reply
  ) throws {
    let (engine, _) = try Self.engine(ExtenderDouble(reply)) {
      $0.prioritizeVerb = "prioritize"
      $0.weight = 1
    }
    #expect(engine.place(Samples.pod("p")).node == "a")
  }

  @Test(arguments: [(Int64.max, "b"), (Int64.min, "a"), (1_000, "b"), (-5, "a")])
  func `points out of range count as they are, without overflow`(
    score: Int64, winner: String
  ) throws {
    let double = ExtenderDouble(.json("[{\"Host\": \"b\", \"Score\": \(score)}]"))
    let (engine, _) = try Self.engine(double) {
      $0.prioritizeVerb = "prioritize"
      $0.weight = Int64(Int32.max)
    }
    #expect(engine.place(Samples.pod("p")).node == winner)
  }

  // MARK: Binding

  @Test func `an extender that binds is told what and where`() throws {
    let double = ExtenderDouble(.json("{}"))
    let (engine, _) = try Self.engine(double) { $0.bindVerb = "bind" }
    #expect(engine.place(Samples.pod("p")).node == "a")
    #expect(
      double.bodies == [
        #"{"PodName":"p","PodNamespace":"default","PodUID":"uid-p","Node":"a"}"#
      ])
  }

  @Test func `a refused binding gives the node back`() throws {
    var isFirst = true
    let double = ExtenderDouble { _, _ in
      defer { isFirst = false }
      return .json(isFirst ? #"{"Error": "locked"}"# : "{}")
    }
    let (engine, _) = try Self.engine(double, nodes: [Samples.node("only", cpu: 100)]) {
      $0.bindVerb = "bind"
    }
    let refused = engine.place(Samples.pod("p"))
    #expect(refused.node == nil)
    #expect(refused.message == "locked")
    #expect(engine.place(Samples.pod("q")).node == "only")
  }

  @Test func `an ignorable extender that cannot bind leaves it to the scheduler`() throws {
    let (engine, extender) = try Self.engine(ExtenderDouble(.status(503))) {
      $0.bindVerb = "bind"
      $0.isIgnorable = true
    }
    #expect(engine.place(Samples.pod("p")).node == "a")
    #expect(extender.passedOver.count == 1)
  }

  // MARK: Preemption

  private static let crowd = ["a", "b"].map { node in
    Samples.pod("low-\(node)", cpu: 3_900, priority: 1, on: node)
  }

  private static func preempt(
    _ reply: ExtenderDouble.Reply, namesOnly: Bool = true, isIgnorable: Bool = false
  ) throws -> (SchedulingDecision, ExtenderDouble) {
    let double = ExtenderDouble(reply)
    let (engine, _) = try engine(
      double, nodes: Array(nodes.prefix(2)), bound: crowd
    ) {
      $0.preemptVerb = "preempt"
      $0.isNodeCacheCapable = namesOnly
      $0.isIgnorable = isIgnorable
    }
    return (engine.explain(Samples.pod("high", cpu: 2_000, priority: 9)), double)
  }

  @Test func `an extender has a say in where room is made`() throws {
    let answer =
      #"{"NodeNameToMetaVictims": {"b": {"Pods": [{"UID": "uid-low-b"}], "NumPDBViolations": 0}}}"#
    let (decision, double) = try Self.preempt(.json(answer))
    #expect(decision.preemption?.nominated == "b")
    #expect(decision.preemption?.victims.map(\.name) == ["low-b"])
    let body = ExtenderDouble.node(Array(double.bodies[0].utf8))
    #expect(body["NodeNameToVictims"]?.isNull == true)
    #expect(
      body["NodeNameToMetaVictims", "a", "Pods", "0", "UID"]?.text == "uid-low-a")
    let (_, whole) = try Self.preempt(.json(answer), namesOnly: false)
    let sent = ExtenderDouble.node(Array(whole.bodies[0].utf8))
    #expect(sent["NodeNameToMetaVictims"]?.isNull == true)
    #expect(
      sent["NodeNameToVictims", "a", "Pods", "0", "metadata", "name"]?.text == "low-a")
  }

  @Test(arguments: [
    ("{}", "no candidate node for preemption"),
    (#"{"NodeNameToMetaVictims": {"a": {"Pods": []}}}"#,
      #"expected at least one victim pod on node "a""#),
    (#"{"NodeNameToMetaVictims": {"z": {"Pods": [{"UID": "x"}]}}}"#, "which is not there"),
    (#"{"NodeNameToMetaVictims": {"a": {"Pods": [{"UID": "x"}]}}}"#,
      "claims to preempt pod (UID: x) on node: a"),
  ])
  func `without a usable place there is no preemption`(answer: String, message: String) throws {
    let (decision, _) = try Self.preempt(.json(answer))
    #expect(decision.preemption?.nominated == "")
    #expect(decision.message.contains(message), "\(decision.message)")
  }

  @Test func `an ignorable extender that fails leaves the places as they were`() throws {
    let (decision, _) = try Self.preempt(.status(500), isIgnorable: true)
    #expect(decision.preemption?.nominated == "a")
  }
}

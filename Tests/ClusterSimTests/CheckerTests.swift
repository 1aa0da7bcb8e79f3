import ClusterSim
import ControllerRuntime
import KubeAPI
import Testing
import Units

/// Every promise is fed a breach, and nobody but its checker may say so.
struct CheckerTests {
  static let promises = [
    "no request lost or made up", "no node over-committed", "no pod on two nodes",
    "resource versions rise", "clock monotone", "money adds up",
    "every process belongs to a pod bound to its node", "nothing billed twice",
  ]

  @Test func `a run is held to these promises`() {
    #expect(Checkers.all(of: PlantedWorld()).map(\.name) == Self.promises)
  }

  @Test func `nobody reports anything of a run in which all is well`() {
    let feed = Feed()
    feed.bindTwoPods()
    feed.see(.deleted, feed.pod("a", on: "n1", cpu: 600))
    feed.see(.added, feed.pod("c", on: "n1", cpu: 600))
    feed.seconds(61...180)
    #expect(feed.breaches.isEmpty, "\(feed.breaches)")
  }

  @Test func `promises name what they looked at and how often`() {
    let feed = Feed()
    feed.bindTwoPods()
    feed.seconds(61...120)
    let details = feed.checkers.map(\.detail)
    #expect(details[1] == "requests of bound pods within allocatable, 2 bindings")
    #expect(details[2] == "node of each bound pod never changes, 2 pods")
    #expect(details[3] == "each change has a higher version than all before it, 4 changes")
    #expect(details[5] == "each bill = price an hour × time, to a billionth of a dollar, 1")
  }

  @Test(arguments: Planted.allCases)
  func `a planted breach is reported by its checker alone`(_ planted: Planted) {
    let feed = Feed()
    feed.bindTwoPods()
    planted.plant(in: feed)
    feed.seconds(61...120)
    #expect(feed.breaches.map(\.name) == [planted.promise])
    #expect(feed.breaches.first?.text == planted.text)
  }

  @Test func `the first breach stays, whatever follows`() {
    let feed = Feed()
    feed.bindTwoPods()
    Planted.moved.plant(in: feed)
    feed.see(.modified, feed.pod("a", on: "n3", cpu: 600))
    #expect(feed.breaches.map(\.text) == [Planted.moved.text])
  }

  @Test func `pods that ended or only wait ask nothing of a node`() {
    let feed = Feed()
    feed.bindTwoPods()
    var ended = feed.pod("a", on: "n1", cpu: 600)
    ended.status.phase = .succeeded
    feed.see(.modified, ended)
    feed.see(.added, feed.pod("c", on: "n1", cpu: 1_000))
    feed.see(.added, feed.pod("d", on: "", cpu: 9_000))
    #expect(feed.breaches.isEmpty, "\(feed.breaches)")
  }

  @Test func `an init container counts when it asks for more than the others together`() {
    let feed = Feed()
    feed.see(.added, feed.node("n1"))
    var pod = feed.pod("a", on: "n1", cpu: 300)
    var first = pod.spec.containers[0]
    first.name = "first"
    first.resources.requests["cpu"] = 1_001
    pod.spec.initContainers = [first]
    feed.see(.added, pod)
    #expect(
      feed.breaches.map(\.text) == ["at 0.0 s: pods on n1 ask for 1001 of cpu, it has 1000"])
  }
}

/// The breaches, one for each way in which a promise can be broken.
enum Planted: String, CaseIterable, Sendable {
  case lostRequest, inventedRequest, tooMuchCPU, tooMuchMemory, unknownResource, tooManyPods
  case moved, fallen, repeated, backwards, overcharged, undercharged, misplacedProcess
  case processWithoutPod

  var promise: String {
    switch self {
    case .lostRequest, .inventedRequest: CheckerTests.promises[0]
    case .tooMuchCPU, .tooMuchMemory, .unknownResource, .tooManyPods: CheckerTests.promises[1]
    case .moved: CheckerTests.promises[2]
    case .fallen, .repeated: CheckerTests.promises[3]
    case .backwards: CheckerTests.promises[4]
    case .overcharged, .undercharged: CheckerTests.promises[5]
    case .misplacedProcess, .processWithoutPod: CheckerTests.promises[6]
    }
  }

  var text: String {
    switch self {
    case .lostRequest:
      "at 61.0 s: 10 arrived, but 6 succeeded, 1 failed, 1 timed out, 1 in flight"
    case .inventedRequest:
      "at 61.0 s: 10 arrived, but 8 succeeded, 1 failed, 1 timed out, 1 in flight"
    case .tooMuchCPU: "at 0.0 s: pods on n1 ask for 1001 of cpu, it has 1000"
    case .tooMuchMemory: "at 0.0 s: pods on n1 ask for 1073741825 of memory, it has 1073741824"
    case .unknownResource: "at 0.0 s: pods on n1 ask for 1 of example.com/gpu, it has 0"
    case .tooManyPods: "at 0.0 s: pods on n1 ask for 4 of pods, it has 3"
    case .moved: "at 0.0 s: pod default/a moved from n1 to n2"
    case .fallen: "at 0.0 s: Pod default/c has version 3 after 4"
    case .repeated: "at 0.0 s: Pod default/c has version 4 after 4"
    case .backwards: "the clock went from 90000000000 ns back to 89999999999 ns"
    case .overcharged: "at 120.0 s: n1 is billed 0.060000002 $, due are 0.06 $"
    case .undercharged: "at 120.0 s: n1 is billed 0.0 $, due are 0.06 $"
    case .misplacedProcess: "at 61.0 s: pod uid-a runs on n2 but is bound to n1"
    case .processWithoutPod: "at 61.0 s: pod uid-z runs on n1 but was never bound"
    }
  }

  func plant(in feed: Feed) {
    let world = feed.world
    switch self {
    case .lostRequest: world.requestCounts.succeeded -= 1
    case .inventedRequest: world.requestCounts.succeeded += 1
    case .tooMuchCPU: feed.see(.added, feed.pod("c", on: "n1", cpu: 401))
    case .tooMuchMemory:
      var pod = feed.pod("c", on: "n1", cpu: 0)
      pod.spec.containers[0].resources.requests["memory"] = Bytes.gibibytes(1).count + 1
      feed.see(.added, pod)
    case .unknownResource:
      var pod = feed.pod("c", on: "n1", cpu: 0)
      pod.spec.containers[0].resources.requests["example.com/gpu"] = 1
      feed.see(.added, pod)
    case .tooManyPods:
      for name in ["c", "d", "e"] { feed.see(.added, feed.pod(name, on: "n1", cpu: 0)) }
    case .moved:
      feed.see(.modified, feed.pod("a", on: "n2", cpu: 0))
      world.podsWithProcesses[0].node = "n2"
    case .fallen: feed.see(.added, feed.pod("c", on: "", cpu: 0), version: 3)
    case .repeated: feed.see(.added, feed.pod("c", on: "", cpu: 0), version: 4)
    case .backwards:
      for checker in feed.checkers { checker.observeSecond(at: .start + .seconds(90)) }
      let before = Instant(nanoseconds: 89_999_999_999)
      for checker in feed.checkers { checker.observeSecond(at: before) }
    case .overcharged: world.surplus = 2
    case .undercharged: world.surplus = -60_000_000
    case .misplacedProcess: world.podsWithProcesses[0].node = "n2"
    case .processWithoutPod: world.podsWithProcesses.append((uid: "uid-z", node: "n1"))
    }
  }
}

/// What a run would show its checkers.
final class Feed {
  let world = PlantedWorld()
  let checkers: [any Checker]
  private var version: UInt64 = 0

  init() { checkers = Checkers.all(of: world) }

  /// The breaches so far, in the order of the checkers.
  var breaches: [(name: String, text: String)] {
    checkers.compactMap { checker in checker.breach.map { (checker.name, $0) } }
  }

  /// Two nodes with a pod each.
  func bindTwoPods() {
    see(.added, node("n1"))
    see(.added, node("n2"))
    see(.added, pod("a", on: "n1", cpu: 600))
    see(.added, pod("b", on: "n2", cpu: 1_000))
    world.podsWithProcesses = [(uid: "uid-a", node: "n1"), (uid: "uid-b", node: "n2")]
  }

  func see(_ change: WatchEvent.Change, _ object: any KubeObject, version: UInt64? = nil) {
    self.version += 1
    var object = object
    object.metadata.resourceVersion = version ?? self.version
    for checker in checkers { checker.observe(WatchEvent(change, object), at: .start) }
  }

  func seconds(_ seconds: ClosedRange<Int64>) {
    for second in seconds {
      world.now = .start + .seconds(second)
      for checker in checkers { checker.observeSecond(at: world.now) }
    }
  }

  func node(_ name: String) -> Node {
    var node = Node(metadata: ObjectMeta(name: name))
    node.status.allocatable = ResourceList(cpu: MilliCPU(1_000), memory: .gibibytes(1))
    node.status.allocatable["pods"] = 3
    return node
  }

  func pod(_ name: String, on node: String, cpu: Int64) -> Pod {
    var container = Container(name: "main", image: "image:1")
    container.resources.requests["cpu"] = cpu
    var pod = Pod(
      metadata: ObjectMeta(name: name, namespace: "default"),
      spec: PodSpec(containers: [container]))
    pod.metadata.uid = "uid-\(name)"
    pod.spec.nodeName = node
    return pod
  }
}

/// A world in which all is well until something is planted.
final class PlantedWorld: CheckedWorld {
  var now = Instant.start
  /// What the meter adds to the bill of `n1`, in nanodollars.
  var surplus: Int64 = 0
  var requestCounts: RequestCounts
  var podsWithProcesses: [(uid: String, node: String)] = []

  init() {
    requestCounts = RequestCounts()
    requestCounts.arrived = 10
    requestCounts.succeeded = 7
    requestCounts.failed = 1
    requestCounts.timedOut = 1
    requestCounts.inFlight = 1
  }

  var bills: [Bill] {
    // 1.80 $ an hour are 0.03 $ a minute.
    let minutes = (now - .start).nanoseconds / 60_000_000_000
    return [
      Bill(
        name: "n1", perHour: Dollars(1.8), from: .start, to: .start + .minutes(minutes),
        metered: Dollars(nanodollars: minutes * 30_000_000 + surplus))
    ]
  }
}

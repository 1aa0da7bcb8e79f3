import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

struct ImageTests {
  @Test(arguments: [
    (Container.PullPolicy.ifNotPresent, true, 0, "Running"),
    (.ifNotPresent, false, 1, "Running"),
    (.always, true, 1, "Running"),
    (.never, true, 0, "Running"),
    (.never, false, 0, "ErrImageNeverPull"),
  ])
  func `the pull policy decides whether the registry is asked`(
    _ policy: Container.PullPolicy, _ isPresent: Bool, _ pulls: Int, _ word: String
  ) {
    let bench = NodeBench()
    if isPresent { bench.runtime.imageNames = ["app:1"] }
    let key = bench.create { $0.containers[0].imagePullPolicy = policy }
    bench.run(.seconds(9))
    #expect(bench.runtime.times("pull app:1").count == pulls)
    #expect(bench.word(bench.pod(key)) == word)
  }

  @Test(arguments: [(true, 3.0), (false, 0.0)])
  func `pulls of one node come one after the other unless told otherwise`(
    _ isSerial: Bool, _ gap: Double
  ) {
    var parameters = NodeBench.sharp
    parameters.serializeImagePulls = isSerial
    let bench = NodeBench(parameters)
    bench.create("a")
    bench.create("b") { $0.containers[0].image = "other:1" }
    bench.run(.seconds(20))
    let (first, second) = (
      bench.runtime.times("pull app:1")[0], bench.runtime.times("pull other:1")[0]
    )
    #expect((second - first).rounded(to: 2) == gap)
  }

  @Test func `failed pulls wait 10, 20, 40, 80, 160, 300 s, and the status says so`() {
    let bench = NodeBench()
    bench.runtime.failsPull = true
    bench.runtime.pullTime = .milliseconds(10)
    let key = bench.create()
    bench.run(.seconds(3))
    #expect(bench.first("ErrImagePull") != nil)
    bench.run(.seconds(1_300))
    let pulls = bench.runtime.times("pull app:1")
    let gaps = zip(pulls, pulls.dropFirst()).map { $1 - $0 }
    // The kubelet looks every 10 s, so a wait ends at the next look after it is over.
    for (gap, wait) in zip(gaps, [10.0, 20, 40, 80, 160, 300, 300]) {
      #expect(gap >= wait, "\(gaps)")
      #expect(gap <= wait + 11, "\(gaps)")
    }
    #expect(gaps.count >= 7)
    #expect(bench.word(bench.pod(key)) == "ImagePullBackOff")
    #expect(bench.pod(key)?.status.phase == .pending)
    bench.runtime.failsPull = false
    bench.run(.seconds(320))
    #expect(bench.pod(key)?.isReady == true)
  }

  @Test func `the eleventh pull within a second fails for want of tokens`() {
    var parameters = NodeBench.sharp
    parameters.serializeImagePulls = false
    let bench = NodeBench(parameters)
    for index in 0..<11 {
      bench.create("p\(index)") { $0.containers[0].image = "i\(index):1" }
    }
    bench.run(.seconds(2))
    let pulls = bench.runtime.log.filter { $0.what.hasPrefix("pull") }
    #expect(pulls.count == 10)
    let last = bench.pod(ObjectKey(namespace: "default", name: "p10"))
    #expect(["ErrImagePull", "ImagePullBackOff"].contains(bench.word(last)))
  }
}

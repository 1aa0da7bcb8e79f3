import Testing

import KubeAPI

/// Where a pod's priority comes from.
///
/// Source: `plugin/pkg/admission/priority/admission_test.go`, v1.34.
struct PriorityAdmissionTests {
  struct Case: Sendable {
    var name = ""
    var stated: Int32?
    var preempts: Bool?
    let priority: Int32
    let mayPreempt: Bool
    var isKnown = true
  }

  static func one(
    _ name: String, _ value: Int32, isDefault: Bool = false, preempts: Bool = true
  ) -> PriorityClass {
    var one = PriorityClass(metadata: ObjectMeta(name: name), value: value)
    one.isGlobalDefault = isDefault
    one.mayPreempt = preempts
    return one
  }

  static let classes = PriorityClasses([
    one("high", 1_000, preempts: false), one("late", 20, isDefault: true),
    one("base", 7, isDefault: true, preempts: false),
  ])

  @Test(arguments: [
    Case(name: "high", priority: 1_000, mayPreempt: false),
    Case(name: "high", preempts: true, priority: 1_000, mayPreempt: true),
    Case(name: "high", stated: 5, priority: 5, mayPreempt: false),
    Case(name: "system-node-critical", priority: 2_000_001_000, mayPreempt: true),
    Case(name: "system-cluster-critical", stated: 3, priority: 3, mayPreempt: true),
    Case(priority: 7, mayPreempt: false),
    Case(stated: 0, priority: 0, mayPreempt: true),
    Case(name: "nobody", priority: 7, mayPreempt: false, isKnown: false),
    Case(name: "nobody", stated: 4, priority: 4, mayPreempt: false),
  ])
  func `a pod's own word counts, then its class, then the least default class`(one: Case) {
    var pod = Pod(metadata: ObjectMeta(name: "p"), spec: PodSpec(containers: []))
    pod.spec.priorityClassName = one.name
    pod.spec.statedPriority = one.stated
    pod.spec.statedPreemption = one.preempts
    let isKnown = pod.admitPriority(from: Self.classes)
    #expect(isKnown == one.isKnown)
    #expect(pod.spec.priority == one.priority)
    #expect(pod.spec.mayPreempt == one.mayPreempt)
    let before = pod
    pod.admitPriority(from: Self.classes)
    #expect(pod == before)
  }

  @Test func `without classes the priority is 0`() {
    var pod = Pod(metadata: ObjectMeta(name: "p"), spec: PodSpec(containers: []))
    let isKnown = pod.admitPriority(from: PriorityClasses())
    #expect(isKnown)
    #expect(pod.spec.statedPriority == 0)
    #expect(pod.spec.mayPreempt)
  }
}

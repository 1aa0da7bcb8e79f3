import ControllerRuntime
import Controllers
import Foundation
import KubeAPI
import Testing
import Units

/// Does to a cluster in memory what the driver of a recording did to the real one.
final class TraceReplay {
  let trace: TraceFile
  let cluster: ClusterHarness
  /// The cluster's time at the recording's start.
  let origin: Instant
  /// The driver's actions that were done.
  private var doneCount = 0

  /// - Parameter bystander: whether a healthy node of another zone, closed to pods, stands by.
  init(
    _ scenario: String, oneWay: TimeSpan = .milliseconds(4), bystander: Bool = false,
    areHeartbeatsSpread: Bool = true
  ) throws {
    trace = try TraceFile(scenario)
    let settings = trace.header["settings"] as? [String: Any] ?? [:]
    func delay(_ name: String) -> TimeSpan {
      .milliseconds((settings[name] as? NSNumber)?.int64Value ?? 1_000)
    }
    let nodes = (trace.header["nodes"] as? [[String: Any]] ?? []).map { node in
      ClusterHarness.Node(
        name: node["addnode"] as? String ?? "",
        labels: StringMap((node["labels"] as? [String: String] ?? [:]).map { ($0, $1) }))
    }
    cluster = try ClusterHarness(
      nodes, start: delay("podStartDelayMs"), ready: delay("readyDelayMs"),
      termination: delay("terminationDelayMs"), oneWay: oneWay,
      areHeartbeatsSpread: areHeartbeatsSpread)
    if bystander {
      try cluster.kubelets.register(
        "bystander", labels: ["topology.kubernetes.io/zone": "other"])
      let close = Patch("close") { (object) throws(APIError) in
        guard var node = object as? Node else { return }
        node.spec.taints.append(Taint(key: "bystander", effect: .noSchedule))
        object = node
      }
      try cluster.perform(.patch(ClusterHarness.reference(.node, "bystander"), close))
      cluster.advance(.seconds(10))
    }
    origin = cluster.clock.now
  }

  /// The instant of the cluster at which the recording's clock shows `ms`.
  func instant(_ ms: Double) -> Instant { origin + TimeSpan(seconds: ms / 1_000) }

  /// The recording's time of an instant of the cluster's log.
  func recorded(_ ms: Double) -> Double { ms - origin.seconds * 1_000 }

  /// The driver's actions at which nothing of the one before was still under way.
  var settledActions: [TraceFile.Line] {
    trace.actions.enumerated().filter { place, action in
      place == 0 || action.ms - trace.actions[place - 1].ms > 100
    }.map(\.element)
  }

  /// The ready addresses of `app` at each of those, in the recording and then, by a run to its
  /// end, in the cluster.
  func readyAddresses() throws -> (real: [Int], own: [Int]) {
    let settled = settledActions.map(\.ms)
    var own: [Int] = []
    try run(until: try #require(trace.lines.last?.ms)) { action in
      if settled.contains(action.ms) { own.append(cluster.readyAddresses) }
    }
    return (settled.map { trace.readyAddresses("app", at: $0) }, own)
  }

  /// Runs to `ms` of the recording's clock, doing what the driver did until then; `before` runs
  /// ahead of each of its actions.
  func run(until ms: Double, before: (TraceFile.Line) throws -> Void = { _ in }) throws {
    for action in trace.actions.dropFirst(doneCount).prefix(while: { $0.ms <= ms }) {
      doneCount += 1
      cluster.clock.run(until: instant(action.ms))
      try before(action)
      for step in action.fields["do"] as? [[String: Any]] ?? [] { try perform(step) }
    }
    cluster.clock.run(until: instant(ms))
  }

  private func perform(_ step: [String: Any]) throws {
    let name = step["name"] as? String ?? ""
    if let resource = step["create"] as? String {
      try create(resource, step["object"] as? [String: Any] ?? [:])
    } else if step["patch"] as? String == "replicationcontrollers" {
      let spec = (step["body"] as? [String: Any])?["spec"] as? [String: Any] ?? [:]
      try cluster.scale(name, to: try #require(spec["replicas"] as? NSNumber).intValue)
    } else if step["patch"] as? String == "pods" {
      try annotate(try counterpart(of: name), step["body"] as? [String: Any] ?? [:])
    } else if let path = step["path"] as? String, path.contains("/nodes/") {
      let node = path.split(separator: "/").last.map(String.init) ?? ""
      try change(node, step["body"] as? [String: Any] ?? [:])
    } else if let resource = step["delete"] as? String {
      let options = step["options"] as? [String: Any] ?? [:]
      let propagation = (options["propagationPolicy"] as? String)
        .flatMap(DeleteOptions.Propagation.init)
      if resource == "pods" {
        let grace = (options["gracePeriodSeconds"] as? NSNumber)?.int64Value
        try cluster.delete(.pod, try counterpart(of: name), propagation, grace: grace)
      } else {
        try cluster.delete(.replicationController, name, propagation)
      }
    } else if step["kubelet"] as? String == "stopnode" {
      cluster.kubelets.stop(name)
    } else if step["kubelet"] as? String == "startnode" {
      cluster.kubelets.resume(name)
    }
  }

  private func toleration(_ fields: [String: Any]) -> Toleration {
    Toleration(
      key: fields["key"] as? String ?? "",
      comparison: fields["operator"] as? String == "Exists" ? .exists : .equal,
      value: fields["value"] as? String ?? "",
      effect: (fields["effect"] as? String).flatMap(Taint.Effect.init),
      tolerationSeconds: (fields["tolerationSeconds"] as? NSNumber)?.int64Value)
  }

  private func annotate(_ pod: String, _ body: [String: Any]) throws {
    let metadata = body["metadata"] as? [String: Any] ?? [:]
    let annotations = StringMap(
      (metadata["annotations"] as? [String: String] ?? [:]).map { ($0, $1) })
    let patch = Patch("annotate") { (object) throws(APIError) in
      for (key, value) in annotations.entries { object.metadata.annotations[key] = value }
    }
    try cluster.perform(.patch(ClusterHarness.reference(.pod, pod), patch))
  }

  private func change(_ node: String, _ body: [String: Any]) throws {
    let spec = body["spec"] as? [String: Any] ?? [:]
    let cordon = spec.keys.contains("unschedulable") ? spec["unschedulable"] as? Bool ?? false : nil
    let taints = spec.keys.contains("taints")
      ? (spec["taints"] as? [[String: Any]] ?? []).map { taint in
        Taint(
          key: taint["key"] as? String ?? "", value: taint["value"] as? String ?? "",
          effect: Taint.Effect(rawValue: taint["effect"] as? String ?? "") ?? .noExecute)
      } : nil
    let patch = Patch("node") { (object) throws(APIError) in
      guard var node = object as? Node else { return }
      node.spec.isUnschedulable = cordon ?? node.spec.isUnschedulable
      node.spec.taints = taints ?? node.spec.taints
      object = node
    }
    try cluster.perform(.patch(ClusterHarness.reference(.node, node), patch))
  }

  /// The pod that came as the same in order as the recording's pod `name`.
  private func counterpart(of name: String) throws -> String {
    let place = try #require(trace.podNames.firstIndex(of: name))
    let own = cluster.changes(Pod.self).filter { $0.change == .added }.map(\.object.metadata.name)
    return try #require(place < own.count ? own[place] : nil)
  }

  private func create(_ resource: String, _ object: [String: Any]) throws {
    let name = (object["metadata"] as? [String: Any])?["name"] as? String ?? ""
    let spec = object["spec"] as? [String: Any] ?? [:]
    let selector = StringMap(
      (spec["selector"] as? [String: String] ?? [:]).map { ($0, $1) })
    if resource == "services" {
      let publishes = spec["publishNotReadyAddresses"] as? Bool ?? false
      try cluster.createService(name, selector: selector, publishesNotReady: publishes)
    } else {
      let replicas = try #require(spec["replicas"] as? NSNumber).intValue
      let template = spec["template"] as? [String: Any] ?? [:]
      let metadata = template["metadata"] as? [String: Any] ?? [:]
      let annotations = metadata["annotations"] as? [String: String] ?? [:]
      let podSpec = template["spec"] as? [String: Any] ?? [:]
      try cluster.createController(
        name, replicas, labels: selector, annotations: StringMap(annotations.map { ($0, $1) })
      ) { spec in
        spec.tolerations = (podSpec["tolerations"] as? [[String: Any]] ?? []).map(toleration)
      }
    }
  }
}

import KubeAPI
import Units

/// Many pods in little memory: what they have in common is kept once.
///
/// A pod is put together when it is asked for. One takes a hundred bytes or so here, where the
/// whole value would take a thousand.
public struct PodList: RandomAccessCollection, Sendable, ExpressibleByArrayLiteral {
  /// What tells one pod from others of its template.
  struct Row: Sendable {
    var template: Int32
    var labels: Int32
    var name: String
    var node: String
    var startTime: Instant?
  }

  private var rows: [Row] = []
  private var templates: [Pod] = []
  private var labels: [StringMap] = []
  private var templateNumbers: [Pod: Int32] = [:]
  private var labelNumbers: [StringMap: Int32] = [:]
  /// Whether the API server has given unique ids.
  private var isAdmitted = false

  /// No pods.
  public init() {}

  /// These pods.
  public init(_ pods: some Sequence<Pod>) { for pod in pods { append(pod) } }

  /// A list written out in code.
  public init(arrayLiteral elements: Pod...) { self.init(elements) }

  /// 0.
  public var startIndex: Int { 0 }
  /// How many pods there are.
  public var endIndex: Int { rows.count }

  /// The pod at a place.
  public subscript(place: Int) -> Pod {
    let row = rows[place]
    var pod = templates[Int(row.template)]
    pod.metadata.name = row.name
    pod.metadata.labels = labels[Int(row.labels)]
    pod.spec.nodeName = row.node
    pod.status.startTime = row.startTime
    if isAdmitted, pod.metadata.uid.isEmpty { pod.metadata.uid = pod.key.description }
    return pod
  }

  /// Adds a pod.
  /// - Complexity: O(size of the pod).
  public mutating func append(_ pod: Pod) {
    append(
      Row(
        template: template(of: pod), labels: number(of: pod.metadata.labels),
        name: pod.metadata.name, node: pod.spec.nodeName, startTime: pod.status.startTime))
  }

  /// Adds a pod of a template that is known.
  mutating func append(_ row: Row) { rows.append(row) }

  /// The number of the template that `pod` is made from.
  mutating func template(of pod: Pod) -> Int32 {
    var template = pod
    template.metadata.name = ""
    template.metadata.labels = [:]
    template.spec.nodeName = ""
    template.status.startTime = nil
    if let known = templateNumbers[template] { return known }
    let number = Int32(templates.count)
    templateNumbers[template] = number
    templates.append(template)
    return number
  }

  /// The number of a set of labels.
  mutating func number(of set: StringMap) -> Int32 {
    if let known = labelNumbers[set] { return known }
    let number = Int32(labels.count)
    labelNumbers[set] = number
    labels.append(set)
    return number
  }

  /// Does the API server's share: the priority of a pod's class, its own labels' values in its
  /// selectors, and a unique id.
  mutating func admit(_ classes: PriorityClasses) {
    isAdmitted = true
    templateNumbers = [:]
    for place in templates.indices { templates[place].admitPriority(from: classes) }
    let isKeyed = templates.map(\.hasLabelKeys)
    guard isKeyed.contains(true) else { return }
    for place in rows.indices where isKeyed[Int(rows[place].template)] {
      var pod = self[place]
      pod.mergeLabelKeys()
      rows[place].template = template(of: pod)
    }
  }
}

extension PodList: Equatable {
  /// Whether both have the same pods in the same order.
  public static func == (a: PodList, b: PodList) -> Bool { a.elementsEqual(b) }
}

extension PodList {
  /// Of each pod its priority and when it started, without putting it together.
  var starts: some Sequence<(priority: Int32, time: Instant?)> {
    rows.lazy.map { (templates[Int($0.template)].spec.priority, $0.startTime) }
  }
}

extension PodList {
  /// The pods' templates, each with the number of its pods.
  var templateCounts: [(template: Pod, count: Int)] {
    var counts = Array(repeating: 0, count: templates.count)
    for row in rows { counts[Int(row.template)] += 1 }
    return Array(zip(templates, counts))
  }
}

extension Pod {
  /// Whether one of its selectors takes values from the pod's own labels.
  fileprivate var hasLabelKeys: Bool {
    let affinity = spec.affinity ?? Affinity()
    let terms = affinity.podAffinity.terms + affinity.podAntiAffinity.terms
    return terms.contains { !$0.matchLabelKeys.isEmpty || !$0.mismatchLabelKeys.isEmpty }
      || spec.topologySpreadConstraints.contains { !$0.matchLabelKeys.isEmpty }
  }
}

extension PodAffinity {
  fileprivate var terms: [PodAffinityTerm] { required + preferred.map(\.term) }
}

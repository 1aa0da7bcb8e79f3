import KubeAPI
import Units

/// Many pods in little memory: what they have in common is kept once.
///
/// A pod is put together when it is asked for. One takes a hundred bytes or so here, where the
/// whole value would take a thousand.
public struct PodList: RandomAccessCollection, ExpressibleByArrayLiteral {
  /// What tells one pod from others of its template.
  struct Row {
    var template: Int32
    var labels: Int32
    var name: String
    var node: String
    var startTime: Instant?
  }

  let templates: PodTemplates
  private(set) var rows: [Row] = []

  /// No pods.
  public init() { self.init(sharing: PodTemplates()) }

  /// No pods, of templates that another list has too.
  init(sharing templates: PodTemplates) { self.templates = templates }

  /// These pods.
  public init(_ pods: some Sequence<Pod>) {
    self.init()
    for pod in pods { append(pod) }
  }

  /// A list written out in code.
  public init(arrayLiteral elements: Pod...) { self.init(elements) }

  /// 0.
  public var startIndex: Int { 0 }
  /// How many pods there are.
  public var endIndex: Int { rows.count }

  /// The pod at a place.
  public subscript(place: Int) -> Pod {
    let row = rows[place]
    var pod = templates.pods[Int(row.template)]
    pod.metadata.name = row.name
    pod.metadata.labels = templates.labels[Int(row.labels)]
    pod.spec.nodeName = row.node
    pod.status.startTime = row.startTime
    return pod
  }

  /// Adds a pod.
  /// - Complexity: O(size of the pod).
  public mutating func append(_ pod: Pod) {
    append(
      Row(
        template: templates.number(of: pod), labels: templates.number(of: pod.metadata.labels),
        name: pod.metadata.name, node: pod.spec.nodeName, startTime: pod.status.startTime))
  }

  /// Adds a pod of a template that is known.
  mutating func append(_ row: Row) { rows.append(row) }
}

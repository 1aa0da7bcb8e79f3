import ClusterSim
import ControllerRuntime
import KubeAPI
import Results
import Units

/// Writes down the life of every pod as the store shows it.
struct PodCollector {
  private let images: [ImageBinding]
  private var rows: [PodRow] = []
  /// The place of each pod in `pods`, by its unique id.
  private(set) var places: [String: Int] = [:]
  private var peaks: [String: (now: Int, peak: Int)] = [:]
  private var asked: [String: (cpu: MilliCPU, memory: Bytes)] = [:]

  /// A collector that names image versions as `images` say.
  init(images: [ImageBinding]) { self.images = images }

  /// Every pod that was ever created, in order of creation.
  var pods: [PodRow] { rows }

  /// Most pods on a node at one time.
  func peak(on node: String) -> Int { peaks[node]?.peak ?? 0 }

  /// What the pods that are bound to a node and have not ended ask for together.
  func requested(on node: String) -> (cpu: MilliCPU, memory: Bytes) {
    asked[node] ?? (.zero, .zero)
  }

  /// Pods that wait for a node or a start, that run, and that were told to end.
  var counts: (pending: Int, running: Int, terminating: Int) {
    var counts = (pending: 0, running: 0, terminating: 0)
    for row in live {
      switch rows[row].transitions.last?.state {
      case .pending, .starting, nil: counts.pending += 1
      case .ready, .unready: counts.running += 1
      case .terminating: counts.terminating += 1
      }
    }
    return counts
  }

  /// Rows of pods that are there, in order of creation.
  private var live: [Int] = []

  /// Takes in one change of a pod.
  mutating func observe(_ pod: Pod, _ change: WatchEvent.Change, at now: Instant) {
    let place = places[pod.metadata.uid] ?? begin(pod, at: now)
    var row = rows[place]
    update(&row, pod, at: now)
    rows[place] = row
    guard change == .deleted, rows[place].ended == nil else { return }
    rows[place].ended = now
    live.removeAll { $0 == place }
    if let node = rows[place].node {
      peaks[node]?.now -= 1
      let requests = pod.totalRequests
      let sum = requested(on: node)
      asked[node] = (sum.cpu - requests.cpu, sum.memory - requests.memory)
    }
  }

  /// The cluster is gone, and all pods with it.
  mutating func endAll(at now: Instant) {
    for place in live {
      rows[place].ended = now
      if rows[place].reason.isEmpty { rows[place].reason = "ClusterDeleted" }
    }
    live = []
  }

  /// Notes that an image of the pod is on its node; a restart finds it there, which is no news.
  mutating func pulled(podUID: String, at now: Instant) {
    guard let place = places[podUID], rows[place].started == nil else { return }
    rows[place].imagesPulled = now
  }

  /// What containers wait for that have not been started yet, which is no reason to name.
  private static let beginnings = ["ContainerCreating", "PodInitializing"]

  private mutating func begin(_ pod: Pod, at now: Instant) -> Int {
    let owner = pod.metadata.controller.map { "\($0.kind.rawValue)/\($0.name)" } ?? ""
    let image = pod.spec.containers.first?.image ?? ""
    var row = PodRow(
      name: pod.metadata.name, namespace: pod.metadata.namespace, owner: owner,
      version: images.versionName(of: image), created: now)
    row.transitions = [PodTransition(now, .pending)]
    rows.append(row)
    places[pod.metadata.uid] = rows.count - 1
    live.append(rows.count - 1)
    return rows.count - 1
  }

  private mutating func update(_ row: inout PodRow, _ pod: Pod, at now: Instant) {
    if row.node == nil, !pod.spec.nodeName.isEmpty {
      row.node = pod.spec.nodeName
      row.scheduled = now
      change(&row, to: .starting, at: now)
      var peak = peaks[pod.spec.nodeName] ?? (0, 0)
      peak.now += 1
      peak.peak = max(peak.peak, peak.now)
      peaks[pod.spec.nodeName] = peak
      let requests = pod.totalRequests
      let sum = requested(on: pod.spec.nodeName)
      asked[pod.spec.nodeName] = (sum.cpu + requests.cpu, sum.memory + requests.memory)
    }
    let statuses = pod.status.containerStatuses
    row.restarts = (pod.status.initContainerStatuses + statuses)
      .reduce(0) { $0 + Int($1.restartCount) }
    if row.started == nil, !statuses.isEmpty, statuses.allSatisfy(\.isRunning) {
      row.started = now
    }
    note(reasonOf: pod, in: &row)
    if pod.metadata.isTerminating {
      if row.deletionRequested == nil { row.deletionRequested = now }
      change(&row, to: .terminating, at: now)
    } else if pod.isReady {
      if row.ready == nil { row.ready = now }
      change(&row, to: .ready, at: now)
    } else if row.started != nil {
      change(&row, to: row.ready == nil ? .starting : .unready, at: now)
    }
  }

  private func note(reasonOf pod: Pod, in row: inout PodRow) {
    row.reason = pod.status.reason
    for status in pod.status.containerStatuses where row.reason.isEmpty {
      switch status.state {
      case .waiting(let reason, _) where !Self.beginnings.contains(reason): row.reason = reason
      case .terminated(let end): row.reason = end.reason
      default: break
      }
    }
  }

  private func change(_ row: inout PodRow, to state: PodState, at now: Instant) {
    if row.transitions.last?.state != state { row.transitions.append(PodTransition(now, state)) }
  }
}

extension ContainerStatus {
  fileprivate var isRunning: Bool {
    if case .running = state { return true }
    return false
  }
}

extension [ImageBinding] {
  /// The version that an image counts as: by the first pattern that matches, or its tag.
  func versionName(of image: String) -> String {
    if let binding = first(where: { $0.matches(image) }) { return binding.versionName(of: image) }
    return ImageBinding(pattern: "*", size: .zero, program: .pause).versionName(of: image)
  }
}

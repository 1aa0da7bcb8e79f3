import ControllerRuntime

/// What plugins may look at: the nodes as the scheduler knows them.
public protocol ClusterView: AnyObject {
  /// All nodes, in the order in which they are tried.
  var nodes: [NodeInfo] { get }
  /// The node called `name`, if there is one.
  func node(_ name: String) -> NodeInfo?
  /// How large the image called `name` is, and on how many nodes; nil when it is on none.
  func spread(ofImage name: String) -> (size: Int64, nodeCount: Int)?
}

extension ClusterView {
  /// Asks all nodes.
  public func spread(ofImage name: String) -> (size: Int64, nodeCount: Int)? {
    nodes.lazy.compactMap { $0.images[name] }.first.map { ($0.size, $0.nodeCount) }
  }
}

/// What a plugin is given when it is made.
public struct PluginContext {
  /// The nodes.
  public let cluster: any ClusterView
  /// Objects beside nodes and pods.
  public let directory: any ClusterDirectory
  /// The way to the API server; nil when pods are placed in process, without one.
  public let client: APIClient?
  /// The time; nil when pods are placed in process.
  public let clock: (any Clock)?
  /// Pods that wait for a permit; nil when pods are placed in process.
  public let waitingPods: WaitingPods?
  /// Pods whose victims are being told to go; nil when pods are placed in process.
  public let preemptions: RunningPreemptions?
  /// Claims and volumes; nil when nothing is known of any, so that they keep no pod off a node.
  public let volumes: VolumeCache?
  /// Programs outside that have a say beside the plugins.
  public let extenders: [any Extender]

  /// What plugins are given.
  public init(
    cluster: any ClusterView, directory: any ClusterDirectory = EmptyDirectory(),
    client: APIClient? = nil, clock: (any Clock)? = nil,
    waitingPods: WaitingPods? = nil, preemptions: RunningPreemptions? = nil,
    volumes: VolumeCache? = nil, extenders: [any Extender] = []
  ) {
    self.preemptions = preemptions
    self.extenders = extenders
    self.volumes = volumes
    self.cluster = cluster
    self.directory = directory
    self.client = client
    self.clock = clock
    self.waitingPods = waitingPods
  }
}

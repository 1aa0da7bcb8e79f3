import Units

/// The smallest thing that runs: containers on one node with one address.
public struct Pod: KubeObject, Hashable {
  public static let kind = Kind.pod
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// What is wanted.
  public var spec: PodSpec
  /// What is.
  public var status: PodStatus

  /// A pod that has not been stored yet.
  public init(metadata: ObjectMeta, spec: PodSpec, status: PodStatus = PodStatus()) {
    self.metadata = metadata
    self.spec = spec
    self.status = status
  }

  public func wantsTheSame(as other: Pod) -> Bool { spec == other.spec }
}

/// What a pod wants: containers, where it may run, and how it ends.
public struct PodSpec: Hashable, Sendable {
  /// When the kubelet starts an exited container again.
  public enum RestartPolicy: String, Hashable, Sendable {
    case always = "Always"
    case onFailure = "OnFailure"
    case never = "Never"
  }
  /// The containers, all started together.
  public var containers: [Container]
  /// Containers that must exit with success, one after the other, before the others start.
  public var initContainers: [Container] = []
  /// The node it is bound to; empty until the scheduler has bound it.
  public var nodeName: String = ""
  /// Which scheduler places it.
  public var schedulerName: String = "default-scheduler"
  /// Node labels that it insists on.
  public var nodeSelector: StringMap = [:]
  /// Rules that draw it to nodes or keep it off them.
  public var affinity: Affinity?
  /// How its like are to be spread over the cluster.
  public var topologySpreadConstraints: [TopologySpreadConstraint] = []
  /// Whether it may push pods of lower priority aside, as the pod itself or the API server says;
  /// nil until one of them does.
  public var statedPreemption: Bool?
  /// Taints that it puts up with.
  public var tolerations: [Toleration] = []
  /// When exited containers start again.
  public var restartPolicy: RestartPolicy = .always
  /// Seconds between SIGTERM and SIGKILL.
  public var terminationGracePeriodSeconds: Int64 = 30
  /// Whether it shares the node's network (its ports are the node's).
  public var hostNetwork: Bool = false
  /// Its priority, as the pod itself or the API server says; nil until one of them does.
  public var statedPriority: Int32?
  /// The class that `priority` comes from; empty for none.
  public var priorityClassName: String = ""
  /// What all containers are promised and may use together; nil: each as its own fields say.
  public var resources: ResourceRequirements?
  /// Resources that the pod needs beside its containers.
  public var overhead: ResourceList = ResourceList()
  /// Names of gates that keep it out of scheduling.
  public var schedulingGates: [String] = []
  /// Volumes that its containers may mount.
  public var volumes: [Volume] = []
  /// Whether it gets the `*_SERVICE_HOST` variables of the services that exist when it starts.
  public var enableServiceLinks: Bool = true

  /// A pod of these containers with every other field at its default.
  public init(containers: [Container]) { self.containers = containers }

  /// Higher goes first in the scheduling queue.
  public var priority: Int32 {
    get { statedPriority ?? 0 }
    set { statedPriority = newValue }
  }

  /// Whether it may push pods of lower priority aside (`PreemptLowerPriority`), or not (`Never`).
  public var mayPreempt: Bool {
    get { statedPreemption ?? true }
    set { statedPreemption = newValue }
  }
}

/// A volume of a pod, as far as it is simulated: where its data lives.
public struct Volume: Hashable, Sendable {
  /// Where the data lives.
  public enum Source: Hashable, Sendable {
    case emptyDir
    case hostPath(String)
    case persistentVolumeClaim(String)
    /// A secret or a config map.
    case data(DataSource)
    /// Several of them in one folder; other sources of a projected volume are always there and are
    /// left out.
    case projected([DataSource])
    /// The files of an image, as a registry reference.
    case image(String)
    /// A disk that the pod names itself.
    case disk(InlineDisk)
    /// A kind of volume that is accepted and has no effect.
    case other(String)
  }
  /// The name that `volumeMounts` use.
  public var name: String
  /// Where the data lives.
  public var source: Source

  /// A volume called `name`.
  public init(name: String, source: Source) {
    self.name = name
    self.source = source
  }
}

/// What is known of a pod: where it is in its life.
public struct PodStatus: Hashable, Sendable {
  /// The coarse stage of a pod's life.
  public enum Phase: String, Hashable, Sendable {
    case pending = "Pending"
    case running = "Running"
    case succeeded = "Succeeded"
    case failed = "Failed"
    case unknown = "Unknown"
  }
  /// The coarse stage of its life.
  public var phase: Phase = .pending
  /// `PodScheduled`, `Initialized`, `ContainersReady`, `Ready`, …
  public var conditions: [Condition] = []
  /// Its address; empty until the sandbox is up.
  public var podIP: String = ""
  /// The node's address; empty until the kubelet has seen it.
  public var hostIP: String = ""
  /// When the kubelet saw it first, cut to whole seconds.
  public var startTime: Instant?
  /// The init containers, in the order of the spec.
  public var initContainerStatuses: [ContainerStatus] = []
  /// The containers, in the order of the spec.
  public var containerStatuses: [ContainerStatus] = []
  /// The node that a preempting pod waits for; empty for none.
  public var nominatedNodeName: String = ""
  /// Why it is in this phase, as one word (`Evicted`, `NodeLost`); empty for none.
  public var reason: String = ""
  /// Why it is in this phase, as a sentence.
  public var message: String = ""

  /// The status of a pod that nobody has seen yet.
  public init() {}
}

/// What is known of one container of a pod.
public struct ContainerStatus: Hashable, Sendable {
  /// What the container does right now.
  public enum State: Hashable, Sendable {
    case waiting(reason: String, message: String)
    case running(since: Instant)
    case terminated(Termination)
  }
  /// How a run of a container ended.
  public struct Termination: Hashable, Sendable {
    /// The exit status; 128 + *n* after signal *n*.
    public var exitCode: Int32
    /// `Completed`, `Error`, `OOMKilled`, …
    public var reason: String
    /// When that run began, cut to whole seconds.
    public var startedAt: Instant
    /// When it ended, cut to whole seconds.
    public var finishedAt: Instant

    /// The end of a run.
    public init(exitCode: Int32, reason: String, startedAt: Instant, finishedAt: Instant) {
      self.exitCode = exitCode
      self.reason = reason
      self.startedAt = startedAt.truncatedToSeconds
      self.finishedAt = finishedAt.truncatedToSeconds
    }
  }
  /// The container's name.
  public var name: String
  /// Its image.
  public var image: String
  /// What it does right now.
  public var state: State
  /// How the run before this one ended; nil when there was none.
  public var lastTermination: Termination?
  /// Whether its readiness probe (or, without one, its being started) says ready.
  public var isReady: Bool = false
  /// Whether its startup probe has passed, or there is none and it runs.
  public var isStarted: Bool = false
  /// How often it was started again.
  public var restartCount: Int32 = 0

  /// A container that waits for `reason`.
  public init(name: String, image: String, waitingFor reason: String) {
    self.name = name
    self.image = image
    state = .waiting(reason: reason, message: "")
  }
}

extension Pod {
  /// Whether its `Ready` condition is True.
  public var isReady: Bool { status.conditions.holds("Ready") }
  /// Whether it has ended for good.
  public var isTerminal: Bool { status.phase == .succeeded || status.phase == .failed }
  /// Whether a controller counts it: not ended, and no deletion under way.
  ///
  /// Source: `pkg/controller/controller_utils.go` (IsPodActive), v1.36.
  public var isActive: Bool { !isTerminal && !metadata.isTerminating }
}

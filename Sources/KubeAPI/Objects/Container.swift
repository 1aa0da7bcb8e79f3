import Units

/// One container of a pod: an image with its needs, probes and hooks.
public struct Container: Hashable, Sendable {
  /// When the kubelet asks the registry.
  public enum PullPolicy: String, Hashable, Sendable {
    case always = "Always"
    case ifNotPresent = "IfNotPresent"
    case never = "Never"
  }
  /// Its name, unique in the pod.
  public var name: String
  /// The image, as a registry reference.
  public var image: String
  /// When the registry is asked for the image.
  public var imagePullPolicy: PullPolicy = .ifNotPresent
  /// Replaces the image's entry point; empty keeps it.
  public var command: [String] = []
  /// Replaces the image's arguments; empty keeps them.
  public var args: [String] = []
  /// Secrets and config maps whose every key becomes a variable, in order; those of `env` win.
  public var envFrom: [EnvFromSource] = []
  /// Environment variables, in order.
  public var env: [EnvVar] = []
  /// Ports that it listens on.
  public var ports: [ContainerPort] = []
  /// What it is promised and what it may use at most.
  public var resources: ResourceRequirements = ResourceRequirements()
  /// Decides when it gets traffic; nil: as soon as it runs.
  public var readinessProbe: Probe?
  /// Decides when it is started again; nil: only when it exits.
  public var livenessProbe: Probe?
  /// Holds the other probes back until it has passed once.
  public var startupProbe: Probe?
  /// What runs before SIGTERM.
  public var preStop: LifecycleHandler?
  /// Whether an init container keeps running beside the others (`restartPolicy: Always`).
  public var isSidecar: Bool = false
  /// Mounted volumes by name, with their path.
  public var volumeMounts: StringMap = [:]

  /// A container called `name` from `image` with every other field at its default.
  public init(name: String, image: String) {
    self.name = name
    self.image = image
  }
}

/// An environment variable: a value, or where it comes from.
public struct EnvVar: Hashable, Sendable {
  /// Where the value comes from.
  public enum Source: Hashable, Sendable {
    case value(String)
    case fieldRef(String)
    case resourceFieldRef(String)
    case secretKeyRef(name: String, key: String, isOptional: Bool)
    case configMapKeyRef(name: String, key: String, isOptional: Bool)
  }
  /// The variable's name.
  public var name: String
  /// Where the value comes from.
  public var source: Source

  /// A variable called `name`.
  public init(name: String, source: Source) {
    self.name = name
    self.source = source
  }
}

/// A port that a container listens on.
public struct ContainerPort: Hashable, Sendable {
  /// Its name, which services may use; empty for none.
  public var name: String = ""
  /// The number inside the pod.
  public var containerPort: Int32
  /// The number that it takes on the node; 0 for none.
  public var hostPort: Int32 = 0
  /// The node address that `hostPort` takes; empty for all.
  public var hostIP: String = ""
  /// `TCP`, `UDP` or `SCTP`.
  public var networkProtocol: String = "TCP"

  /// The TCP port `containerPort`.
  public init(_ containerPort: Int32) { self.containerPort = containerPort }
}

/// What a container is promised (`requests`) and what it may use at most (`limits`).
public struct ResourceRequirements: Hashable, Sendable {
  /// What the scheduler sets aside.
  public var requests = ResourceList()
  /// What the machine allows at most.
  public var limits = ResourceList()

  /// Nothing promised and nothing limited.
  public init() {}
}

/// Amounts by resource name.
///
/// CPU counts in thousandths of a core, all else in whole units (bytes, pods, devices).
public struct ResourceList: Hashable, Sendable {
  /// The names, sorted.
  public private(set) var names: [String] = []
  /// The amounts in the order of their names.
  public private(set) var amounts: [Int64] = []

  /// No resources.
  public init() {}

  /// CPU and memory.
  public init(cpu: MilliCPU, memory: Bytes) {
    self["cpu"] = cpu.millicores
    self["memory"] = memory.count
  }

  /// The amount of `name` (millicores for `cpu`, whole units otherwise); nil when not named.
  public subscript(name: String) -> Int64? {
    get {
      guard let place = names.firstIndex(of: name) else { return nil }
      return amounts[place]
    }
    set {
      if let place = names.firstIndex(of: name) {
        if let newValue {
          amounts[place] = newValue
        } else {
          names.remove(at: place)
          amounts.remove(at: place)
        }
      } else if let newValue {
        let place = names.firstIndex { $0 > name } ?? names.count
        names.insert(name, at: place)
        amounts.insert(newValue, at: place)
      }
    }
  }

  /// The CPU named here, or none.
  public var cpu: MilliCPU { MilliCPU(self["cpu"] ?? 0) }
  /// The memory named here, or none.
  public var memory: Bytes { Bytes(self["memory"] ?? 0) }
  /// Whether no resource is named.
  public var isEmpty: Bool { names.isEmpty }
  /// Names and amounts, sorted by name.
  public var entries: [(name: String, amount: Int64)] {
    zip(names, amounts).map { (name: $0, amount: $1) }
  }
}

/// A question that the kubelet asks a container again and again.
public struct Probe: Hashable, Sendable {
  /// How it is asked.
  public enum Action: Hashable, Sendable {
    case httpGet(path: String, port: PortReference, scheme: String)
    case tcpSocket(port: PortReference)
    case grpc(port: Int32)
    case exec([String])
  }
  /// How it is asked.
  public var action: Action
  /// Seconds from the container's start to the first question.
  public var initialDelaySeconds: Int32 = 0
  /// Seconds from question to question.
  public var periodSeconds: Int32 = 10
  /// Seconds after which no answer is a no.
  public var timeoutSeconds: Int32 = 1
  /// How many times yes in a row makes a yes.
  public var successThreshold: Int32 = 1
  /// How many times no in a row makes a no.
  public var failureThreshold: Int32 = 3

  /// A probe with every number at its default.
  public init(_ action: Action) { self.action = action }
}

/// A port by number or by the name that a container gave it.
public enum PortReference: Hashable, Sendable {
  case number(Int32)
  case name(String)
}

/// What the kubelet does at a point in a container's life.
public enum LifecycleHandler: Hashable, Sendable {
  case exec([String])
  case httpGet(path: String, port: PortReference)
  case sleep(seconds: Int64)
}

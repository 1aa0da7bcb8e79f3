import KubeAPI
import Units

/// A command that a person types, understood.
public enum Command: Sendable {
  case create(CreateCommand)
  case get(GetCommand)
  case describe(DescribeCommand)
  case scale(ScaleCommand)
  case setImage(SetImageCommand)
  case rollout(RolloutCommand)
  case mark(MarkCommand)
  case patch(PatchCommand)
  case delete(DeleteCommand)
  case exec(ExecCommand)
  case logs(LogsCommand)
  case cordon(CordonCommand)
  case drain(DrainCommand)
  case taint(TaintCommand)
  case createCluster(CreateClusterCommand)
  case deleteCluster(name: String, zone: String?)
  /// `gcloud container clusters get-credentials`: points kubectl at the cluster.
  case getCredentials(name: String, zone: String?)
}

/// `kubectl create -f` and `kubectl apply -f`.
public struct CreateCommand: Sendable {
  /// Whether an object that is there already is brought up to date (`apply`) instead of refused.
  public var isApply: Bool
  /// The objects, in the order of their files.
  public var objects: [ManifestObject]

  /// Creates or applies `objects`.
  public init(isApply: Bool, objects: [ManifestObject]) {
    self.isApply = isApply
    self.objects = objects
  }
}

/// An object with the file it was read from.
public struct ManifestObject: Sendable {
  /// The file's name, as kubectl's messages show it; empty for an object that a command describes
  /// itself, as `create secret generic` does.
  public var file: String
  /// The line at which the object begins.
  public var line: Int
  /// The object, with defaults filled in.
  public var object: any KubeObject

  /// An object of `file`.
  public init(file: String, line: Int, object: any KubeObject) {
    self.file = file
    self.line = line
    self.object = object
  }
}

/// `kubectl get`.
public struct GetCommand: Hashable, Sendable {
  /// How it is printed.
  public enum Output: Hashable, Sendable {
    case table
    case wide
    case name
  }
  /// The kinds, in the order of asking; `all` is pods, services and what keeps pods.
  public var kinds: [Kind]
  /// Whether names carry their kind as a prefix (several kinds, or `all`).
  public var hasKindPrefix: Bool
  /// Names of single objects with their kind; empty: all objects of `kinds`.
  public var names: [ObjectName]
  /// Only objects with these labels; nil: all.
  public var selector: LabelMatch?
  /// How it is printed.
  public var output: Output
  /// Whether objects of all namespaces are shown.
  public var allNamespaces: Bool
  /// The namespace that is looked at otherwise.
  public var namespace: String
  /// Whether labels get a column.
  public var showLabels: Bool

  /// A look at all objects of `kinds`.
  public init(kinds: [Kind]) {
    self.kinds = kinds
    hasKindPrefix = kinds.count > 1
    names = []
    selector = nil
    output = .table
    allNamespaces = false
    namespace = "default"
    showLabels = false
  }
}

/// One object that a person names, as `rc/app-orange`.
public struct ObjectName: Hashable, Sendable {
  /// Its kind.
  public var kind: Kind
  /// Its name.
  public var name: String

  /// The object called `name`.
  public init(_ kind: Kind, _ name: String) {
    self.kind = kind
    self.name = name
  }
}

/// What a command acts on.
public enum CommandTarget: Hashable, Sendable {
  /// Objects by their names.
  case names([ObjectName])
  /// One pod, picked when the command runs.
  case pod(PodPick)
  /// All objects of some kinds with these labels (nil: all of them).
  case selected([Kind], LabelMatch?)
}

/// `kubectl describe`.
public struct DescribeCommand: Hashable, Sendable {
  /// What is described.
  public var target: CommandTarget
  /// The namespace it is in.
  public var namespace: String

  /// A description of `target`.
  public init(target: CommandTarget, namespace: String) {
    self.target = target
    self.namespace = namespace
  }
}

/// `kubectl scale`.
public struct ScaleCommand: Hashable, Sendable {
  /// The controllers that are scaled.
  public var targets: [ObjectName]
  /// How many replicas they are to have; zero or more.
  public var replicas: Int
  /// Scales only when there are this many now; nil: always.
  public var currentReplicas: Int?
  /// The namespace they are in.
  public var namespace: String

  /// Scales `targets` to `replicas`.
  public init(targets: [ObjectName], replicas: Int, namespace: String) {
    self.targets = targets
    self.replicas = replicas
    currentReplicas = nil
    self.namespace = namespace
  }
}

/// `kubectl delete`.
public struct DeleteCommand: Hashable, Sendable {
  /// What becomes of objects that the deleted ones own.
  public enum Cascade: String, CaseIterable, Hashable, Sendable {
    case background
    case foreground
    case orphan
  }
  /// What is deleted.
  public var target: CommandTarget
  /// The namespace it is in.
  public var namespace: String
  /// What becomes of dependents.
  public var cascade = Cascade.background
  /// Seconds of grace; nil: the object's own.
  public var gracePeriodSeconds: Int64?
  /// Whether the prompt comes back only when the objects are gone.
  public var waits = true
  /// Whether objects that are not there are no error.
  public var ignoresNotFound = false

  /// Deletes `target`.
  public init(target: CommandTarget, namespace: String) {
    self.target = target
    self.namespace = namespace
  }
}

/// `kubectl exec POD -- COMMAND`.
public struct ExecCommand: Hashable, Sendable {
  /// What runs inside.
  public enum Work: Hashable, Sendable {
    /// `python manage.py migrate`: makes the tables.
    case migrate
    /// `python manage.py createsuperuser`: makes the first user.
    case createSuperuser
    /// Another command of `manage.py`.
    case manage(String)
    /// A command whose effect is not simulated.
    case other
  }
  /// The pod.
  public var pod: PodPick
  /// The container; nil: the first.
  public var container: String?
  /// The namespace of the pod.
  public var namespace: String
  /// The words of the command.
  public var words: [String]
  /// What they mean.
  public var work: Work

  /// Runs `words` in `pod`.
  public init(pod: PodPick, container: String?, namespace: String, words: [String], work: Work) {
    self.pod = pod
    self.container = container
    self.namespace = namespace
    self.words = words
    self.work = work
  }
}

/// `kubectl logs`.
public struct LogsCommand: Hashable, Sendable {
  /// The pod.
  public var pod: PodPick
  /// The container; nil: the first.
  public var container: String?
  /// The namespace of the pod.
  public var namespace: String
  /// Only this many of the last lines; nil: all.
  public var tail: Int?
  /// Whether the run of the container before the last restart is meant.
  public var isPrevious: Bool

  /// The log of `pod`.
  public init(pod: PodPick, namespace: String) {
    self.pod = pod
    container = nil
    self.namespace = namespace
    tail = nil
    isPrevious = false
  }
}

/// `gcloud container clusters create`.
public struct CreateClusterCommand: Hashable, Sendable {
  /// The cluster's name.
  public var name: String
  /// Its pool: the machines, and where they stand.
  public var pool: PoolDesign

  /// Creates the cluster `name`.
  public init(name: String, pool: PoolDesign) {
    self.name = name
    self.pool = pool
  }
}

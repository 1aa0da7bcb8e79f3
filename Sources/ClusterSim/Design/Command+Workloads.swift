import KubeAPI

/// `kubectl set image`.
public struct SetImageCommand: Hashable, Sendable {
  /// A container and the image that it is to run.
  public struct Change: Hashable, Sendable {
    /// The container's name; `*` for all.
    public var container: String
    /// The image.
    public var image: String

    /// `image` for `container`.
    public init(container: String, image: String) {
      self.container = container
      self.image = image
    }
  }
  /// Whose pods are meant.
  public var targets: [ObjectName]
  /// The containers and their new images.
  public var changes: [Change]
  /// The namespace they are in.
  public var namespace: String

  /// Makes `changes` in each of `targets`.
  public init(targets: [ObjectName], changes: [Change], namespace: String) {
    self.targets = targets
    self.changes = changes
    self.namespace = namespace
  }
}

/// `kubectl rollout`.
public struct RolloutCommand: Hashable, Sendable {
  /// What is done about a deployment's roll-out.
  public enum Verb: Hashable, Sendable {
    /// Waits until it is done or has failed, for so many seconds at most (nil: an hour of
    /// simulated time, after which the run goes on with a warning).
    case status(timeoutSeconds: Int64?)
    /// Goes back to a revision; nil: the one before.
    case undo(toRevision: Int?)
    /// Replaces all pods by new ones of the same template.
    case restart
    /// Lets changes of the template wait.
    case pause
    /// Lets them take effect.
    case resume
    /// Lists the revisions, or (not nil) prints one's template.
    case history(revision: Int?)
  }
  /// What is done.
  public var verb: Verb
  /// The deployments.
  public var targets: [String]
  /// The namespace they are in.
  public var namespace: String

  /// Does `verb` with each of `targets`.
  public init(_ verb: Verb, targets: [String], namespace: String) {
    self.verb = verb
    self.targets = targets
    self.namespace = namespace
  }
}

/// `kubectl label` and `kubectl annotate`.
public struct MarkCommand: Hashable, Sendable {
  /// What is changed.
  public enum Sort: Hashable, Sendable {
    case labels
    case annotations
  }
  /// What is changed.
  public var sort: Sort
  /// The objects.
  public var target: CommandTarget
  /// Keys and their new values, in the order of writing.
  public var set: [LabelDesign]
  /// Keys that go.
  public var remove: [String]
  /// Whether a value that is there may be replaced.
  public var overwrites: Bool
  /// The namespace they are in.
  public var namespace: String

  /// Changes nothing yet.
  public init(_ sort: Sort, target: CommandTarget, namespace: String) {
    self.sort = sort
    self.target = target
    self.namespace = namespace
    set = []
    remove = []
    overwrites = false
  }
}

/// `kubectl patch`.
public struct PatchCommand: Sendable {
  /// The objects.
  public var target: CommandTarget
  /// What is changed.
  public var patch: ObjectPatch
  /// The namespace they are in.
  public var namespace: String

  /// Changes `target` as `patch` says.
  public init(target: CommandTarget, patch: ObjectPatch, namespace: String) {
    self.target = target
    self.patch = patch
    self.namespace = namespace
  }
}

import Units

/// A space of names.
public struct Namespace: KubeObject, Hashable {
  public static let kind = Kind.namespace
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta

  /// The namespace that `metadata` names.
  public init(metadata: ObjectMeta) { self.metadata = metadata }

  public func wantsTheSame(as other: Namespace) -> Bool { true }
}

/// A sign of life: whoever holds it renews it again and again.
public struct Lease: KubeObject, Hashable {
  public static let kind = Kind.lease
  /// Its name (a node's, in `kube-node-lease`), version and history.
  public var metadata: ObjectMeta
  /// Who holds it.
  public var holder: String
  /// When it was last renewed.
  public var renewTime: Instant
  /// How long it is good for without renewal.
  public var duration: TimeSpan

  /// A lease renewed at `renewTime`.
  public init(metadata: ObjectMeta, holder: String, renewTime: Instant, duration: TimeSpan) {
    self.metadata = metadata
    self.holder = holder
    self.renewTime = renewTime
    self.duration = duration
  }

  public func wantsTheSame(as other: Lease) -> Bool { true }
}

/// Something that happened to an object, as `kubectl describe` shows it.
public struct Event: KubeObject, Hashable {
  public static let kind = Kind.event
  /// How bad it is.
  public enum Severity: String, Hashable, Sendable {
    case normal = "Normal"
    case warning = "Warning"
  }
  /// Its name, version and history.
  public var metadata: ObjectMeta
  /// What it happened to.
  public var object: ObjectReference
  /// How bad it is.
  public var severity: Severity
  /// What happened, as one word in camel case.
  public var reason: String
  /// What happened, as a sentence.
  public var message: String
  /// Who says so (`kubelet`, `default-scheduler`).
  public var source: String
  /// When it happened first.
  public var firstTimestamp: Instant
  /// When it happened last.
  public var lastTimestamp: Instant
  /// How often it happened.
  public var count: Int

  /// An event that happened once, at `time`.
  public init(
    metadata: ObjectMeta, object: ObjectReference, severity: Severity, reason: String,
    message: String, source: String, time: Instant
  ) {
    self.metadata = metadata
    self.object = object
    self.severity = severity
    self.reason = reason
    self.message = message
    self.source = source
    firstTimestamp = time
    lastTimestamp = time
    count = 1
  }

  public func wantsTheSame(as other: Event) -> Bool { true }
}

/// Small secret data.
public struct Secret: KubeObject, Hashable {
  public static let kind = Kind.secret
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// The data by key, decoded.
  public var data: StringMap
  /// What its data is for; `Opaque` when nobody says.
  public var type = "Opaque"

  /// A secret that has not been stored yet.
  public init(metadata: ObjectMeta, data: StringMap) {
    self.metadata = metadata
    self.data = data
  }

  public func wantsTheSame(as other: Secret) -> Bool {
    data == other.data && type == other.type
  }
}

/// Small open data.
public struct ConfigMap: KubeObject, Hashable {
  public static let kind = Kind.configMap
  /// Its name, labels, version and history.
  public var metadata: ObjectMeta
  /// The data by key.
  public var data: StringMap
  /// Data that is no text, by key, decoded as far as it is text; variables are not made of it.
  public var binaryData: StringMap = [:]

  /// A config map that has not been stored yet.
  public init(metadata: ObjectMeta, data: StringMap) {
    self.metadata = metadata
    self.data = data
  }

  public func wantsTheSame(as other: ConfigMap) -> Bool {
    data == other.data && binaryData == other.binaryData
  }

  /// Text and binary data together, as a volume shows them.
  public var allData: StringMap {
    var all = data
    for (key, value) in binaryData.entries { all[key] = value }
    return all
  }
}

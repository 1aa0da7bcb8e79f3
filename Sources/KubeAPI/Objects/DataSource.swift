/// A pod's reference to a secret or config map of its namespace.
public struct DataSource: Hashable, Sendable {
  /// What is referred to.
  public enum Sort: Hashable, Sendable {
    case secret
    case configMap
  }
  /// What is referred to.
  public var sort: Sort
  /// Its name.
  public var name: String
  /// Whether the pod does without it when it is missing.
  public var isOptional: Bool
  /// The keys that are wanted, as a volume's `items` name them; empty for all.
  public var keys: [String]

  /// A reference to the object of `sort` called `name`.
  public init(_ sort: Sort, _ name: String, isOptional: Bool = false, keys: [String] = []) {
    self.sort = sort
    self.name = name
    self.isOptional = isOptional
    self.keys = keys
  }
}

/// A secret or config map whose every key becomes an environment variable.
public struct EnvFromSource: Hashable, Sendable {
  /// What stands in front of each key.
  public var prefix: String
  /// The secret or config map.
  public var source: DataSource

  /// The keys of `source` with `prefix`.
  public init(prefix: String = "", source: DataSource) {
    self.prefix = prefix
    self.source = source
  }
}

/// The priority classes of a cluster, by which the API server gives pods their priority.
///
/// Source: `plugin/pkg/admission/priority/admission.go`, v1.34.
public struct PriorityClasses: Sendable {
  private var byName: [String: PriorityClass] = [:]
  private var fallback: PriorityClass?

  /// The classes that every cluster has, and `classes`.
  public init(_ classes: some Sequence<PriorityClass> = []) {
    for (name, value) in Self.builtIn {
      byName[name] = PriorityClass(metadata: ObjectMeta(name: name), value: value)
    }
    for one in classes {
      byName[one.metadata.name] = one
      // Of several defaults the least counts, and of equals the first.
      if one.isGlobalDefault, one.value < fallback?.value ?? .max { fallback = one }
    }
  }

  /// The classes that every cluster has.
  ///
  /// Source: `pkg/apis/scheduling/v1/helpers.go`, v1.34.
  private static let builtIn: [(String, Int32)] = [
    ("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000),
  ]

  /// The class called `name`; nil for none.
  public func named(_ name: String) -> PriorityClass? { byName[name] }

  /// The class of pods that name none; nil for none.
  public var globalDefault: PriorityClass? { fallback }
}

extension Pod {
  /// Takes priority and preemption policy over from the pod's class, or from the default one,
  /// where the pod does not say them itself.
  ///
  /// The real server refuses a pod that says another priority than its class; here its word
  /// counts, so that manifests without classes can have priorities.
  /// - Returns: false when the pod names a class that is not there and says no priority itself; the
  ///   default class is taken then.
  @discardableResult
  public mutating func admitPriority(from classes: PriorityClasses) -> Bool {
    let name = spec.priorityClassName
    let named = name.isEmpty ? nil : classes.named(name)
    let isKnown = name.isEmpty || named != nil || spec.statedPriority != nil
    if name.isEmpty, spec.statedPriority != nil { return isKnown }
    let found = named ?? classes.globalDefault
    spec.statedPriority = spec.statedPriority ?? found?.value ?? 0
    spec.statedPreemption = spec.statedPreemption ?? found?.mayPreempt
    if name.isEmpty, let found { spec.priorityClassName = found.metadata.name }
    return isKnown
  }
}

import KubeAPI

/// What one pod asks for, or one node has or has given away, as the scheduler counts it.
///
/// The three resources that nearly every pod names have fields of their own; all others (GPUs, huge
/// pages) follow sorted by name. Sums stop at the largest representable amount instead of
/// trapping, so that no manifest can bring the scheduler down.
///
/// Source: `pkg/scheduler/framework/types.go` (Resource), v1.34.
public struct ResourceTotals: Hashable, Sendable {
  /// Thousandths of a core.
  public var milliCPU: Int64 = 0
  /// Bytes of memory.
  public var memory: Int64 = 0
  /// Bytes of scratch space on the node's disk.
  public var ephemeralStorage: Int64 = 0
  /// The names of all other countable resources, sorted.
  public private(set) var scalarNames: [String] = []
  /// The amounts of the other resources, in the order of their names.
  public private(set) var scalarAmounts: [Int64] = []

  /// Nothing.
  public init() {}

  /// The amounts of `list` that the scheduler counts; names that it does not know are left out.
  public init(_ list: ResourceList) { add(list) }

  /// Whether no resource is named or asked for.
  public var isZero: Bool {
    milliCPU == 0 && memory == 0 && ephemeralStorage == 0 && scalarNames.isEmpty
  }

  /// Whether a sum has reached the end of the representable range.
  var isSaturated: Bool {
    milliCPU == .max || memory == .max || ephemeralStorage == .max || scalarAmounts.contains(.max)
  }

  /// The amount of the resource called `name`; 0 when it is not named.
  public func amount(of name: String) -> Int64 {
    switch name {
    case ResourceName.cpu: return milliCPU
    case ResourceName.memory: return memory
    case ResourceName.ephemeralStorage: return ephemeralStorage
    default: return scalar(name) ?? 0
    }
  }

  /// The amount of one of the other resources; nil when it is not named.
  public func scalar(_ name: String) -> Int64? {
    guard let place = scalarNames.firstIndex(of: name) else { return nil }
    return scalarAmounts[place]
  }

  /// Adds what `list` names.
  public mutating func add(_ list: ResourceList) {
    for (name, amount) in zip(list.names, list.amounts) {
      switch name {
      case ResourceName.cpu: milliCPU = milliCPU.addingClamped(amount)
      case ResourceName.memory: memory = memory.addingClamped(amount)
      case ResourceName.ephemeralStorage:
        ephemeralStorage = ephemeralStorage.addingClamped(amount)
      default:
        if ResourceName.isScalar(name) { addScalar(name, amount) }
      }
    }
  }

  /// Adds `other`, name by name.
  public mutating func add(_ other: ResourceTotals) {
    milliCPU = milliCPU.addingClamped(other.milliCPU)
    memory = memory.addingClamped(other.memory)
    ephemeralStorage = ephemeralStorage.addingClamped(other.ephemeralStorage)
    for (index, name) in other.scalarNames.enumerated() {
      addScalar(name, other.scalarAmounts[index])
    }
  }

  /// Takes `other` away again, name by name.
  public mutating func subtract(_ other: ResourceTotals) {
    milliCPU = milliCPU.addingClamped(-other.milliCPU)
    memory = memory.addingClamped(-other.memory)
    ephemeralStorage = ephemeralStorage.addingClamped(-other.ephemeralStorage)
    for (index, name) in other.scalarNames.enumerated() {
      addScalar(name, -other.scalarAmounts[index])
    }
  }

  private mutating func addScalar(_ name: String, _ amount: Int64) {
    if let place = scalarNames.firstIndex(of: name) {
      scalarAmounts[place] = scalarAmounts[place].addingClamped(amount)
    } else {
      let place = scalarNames.firstIndex { $0 > name } ?? scalarNames.count
      scalarNames.insert(name, at: place)
      scalarAmounts.insert(amount, at: place)
    }
  }
}

extension Int64 {
  /// The sum, held at the ends of the representable range.
  func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    guard overflow else { return sum }
    return other > 0 ? .max : .min
  }

  /// `self * factor / divisor`, exact even where the product would overflow.
  ///
  /// `divisor` must not be zero and the quotient must be representable.
  func scaled(by factor: Int64, over divisor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    if !overflow { return product / divisor }
    return divisor.dividingFullWidth(multipliedFullWidth(by: factor)).quotient
  }
}

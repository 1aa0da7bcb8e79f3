import KubeAPI
import Units

/// A kind of machine that could be added to a cluster.
public struct MachineOffer: Hashable, Sendable {
  /// The provider's name for it.
  public var name: String
  /// What one costs an hour, with its boot disk.
  public var pricePerHour: Dollars
  /// All that it has.
  public var capacity: ResourceList
  /// What pods may have of it.
  public var allocatable: ResourceList

  /// A kind of machine.
  public init(
    name: String, pricePerHour: Dollars, capacity: ResourceList, allocatable: ResourceList
  ) {
    self.name = name
    self.pricePerHour = pricePerHour
    self.capacity = capacity
    self.allocatable = allocatable
  }

  /// What one costs a month of 730 hours, as providers count.
  public var pricePerMonth: Dollars { pricePerHour.perHour(for: .seconds(730 * 3_600)) }
}

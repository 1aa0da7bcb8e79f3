import Documents
public import Units

/// What machines, clusters, load balancers and disks cost at each provider.
///
///     let gcp = Catalogue.builtIn["gcp"]
///     let price = gcp?.machineType("e2-standard-2")?.pricePerHour
public struct Catalogue: Hashable, Sendable {
  /// Where a figure comes from.
  public enum Label: String, Hashable, Sendable, CaseIterable {
    /// Measured by us.
    case measured
    /// Published by the provider.
    case documented
    /// Neither: a guess that the user should check.
    case assumed
  }

  /// A kind of machine that can be rented.
  public struct MachineType: Hashable, Sendable {
    /// The provider's name for it.
    public var name: String
    /// Its hardware threads, or the share of one that it gets.
    public var cpu: MilliCPU
    /// Its memory.
    public var memory: Bytes
    /// Its price.
    public var pricePerHour: Dollars
    /// Where the price comes from.
    public var label: Label
  }

  /// A kind of disk.
  public struct DiskType: Hashable, Sendable {
    /// The provider's name for it.
    public var name: String
    /// What a GiB of it costs a month.
    public var pricePerGibibyteMonth: Dollars
    /// Where the price comes from.
    public var label: Label

    /// What a disk of so many GiB costs an hour; a month has 730 hours, as providers count.
    public func pricePerHour(gibibytes: Int64) -> Dollars {
      Dollars(nanodollars: (pricePerGibibyteMonth.nanodollars * gibibytes + 365) / 730)
    }
  }

  /// What one provider offers.
  public struct Provider: Hashable, Sendable {
    /// `gcp` or `aws`, or a name of the user's own.
    public var name: String
    /// Machine types in the order of the table.
    public var machineTypes: [MachineType]
    /// Disk types in the order of the table.
    public var diskTypes: [DiskType]
    /// What the control plane of one cluster costs.
    public var clusterPerHour: Dollars
    /// What one load balancer costs, whatever passes through it.
    public var loadBalancerPerHour: Dollars
    /// What a GiB to the outside costs; zero where the table says nothing.
    public var egressPerGibibyte: Dollars
    /// The disk that every machine has: its type and its size in GiB.
    public var bootDisk: (type: String, gibibytes: Int64) {
      (bootDiskType, bootDiskGibibytes)
    }
    var bootDiskType: String
    var bootDiskGibibytes: Int64

    /// The machine type called `name`.
    public func machineType(_ name: String) -> MachineType? {
      machineTypes.first { $0.name == name }
    }

    /// The disk type called `name`.
    public func diskType(_ name: String) -> DiskType? { diskTypes.first { $0.name == name } }

    /// What the boot disk of one machine costs.
    public var bootDiskPerHour: Dollars {
      diskType(bootDiskType)?.pricePerHour(gibibytes: bootDiskGibibytes) ?? .zero
    }
  }

  /// The providers in the order of the table.
  public var providers: [Provider]

  /// The provider called `name`.
  public subscript(name: String) -> Provider? { providers.first { $0.name == name } }

  /// The table that the program brings along.
  public static let builtIn: Catalogue = {
    do {
      let file = try SourceFile(name: "Catalogue.json", bytes: PackageResources.Catalogue_json)
      return try Catalogue(file)
    } catch {
      preconditionFailure("the catalogue that the program brings along is broken: \(error)")
    }
  }()
}

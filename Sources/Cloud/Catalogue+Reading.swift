public import Documents
import Units

extension Catalogue {
  /// Reads a table of prices: a mapping from providers to what they offer, in JSON or YAML.
  ///
  /// - Throws: `Problems` with every mistake, each with its place.
  public init(_ file: SourceFile) throws(Problems) {
    let log = ProblemLog(file: file.name)
    var providers: [Provider] = []
    for node in DocumentReader.documents(in: file, log: log) {
      let entries = ValueReader(node, log: log).entries ?? []
      for (name, value) in entries where name.value != "note" {
        if let provider = value.object({ Self.provider(name.value, $0) }) {
          providers.append(provider)
        }
      }
    }
    try log.throwIfErrors()
    self.init(providers: providers)
  }

  private static let amount = ScalarFormat<Double>.number(in: 0...1_000_000)
  private static let label = ScalarFormat<String>.choice(Label.allCases.map(\.rawValue))

  private static func provider(_ name: String, _ reader: MappingReader) -> Provider? {
    let machines = reader.requiredValue("machine_types")?.entries ?? []
    let disks = reader.value("disk_usd_per_gib_month")?.entries ?? []
    let cluster = reader.requiredObject("cluster_usd_per_hour", price)
    let balancer = reader.requiredObject("load_balancer_usd_per_hour", price)
    let egress = reader.object("egress_usd_per_gib", price)
    let boot = reader.object("boot_disk") { disk -> (type: String, gibibytes: Int64)? in
      let type = disk.required("type", .string)
      let size = disk.required("gib", .integer(in: 0...65_536))
      _ = disk.optional("label", label)
      guard let type, let size else { return nil }
      return (type, Int64(size))
    }
    let machineTypes = machines.compactMap { name, value in
      value.object { machineType(name.value, $0) }
    }
    let diskTypes = disks.compactMap { name, value in
      value.object { disk in
        let mark = labelOf(disk)
        return price(disk).map {
          DiskType(name: name.value, pricePerGibibyteMonth: $0, label: mark)
        }
      }
    }
    if let boot, !diskTypes.contains(where: { $0.name == boot.type }) {
      reader.fail(
        "boot_disk", "names no disk of this provider: \(boot.type)",
        hint: "one of \(diskTypes.map(\.name).joined(separator: ", "))")
    }
    guard let cluster, let balancer else { return nil }
    return Provider(
      name: name, machineTypes: machineTypes, diskTypes: diskTypes, clusterPerHour: cluster,
      loadBalancerPerHour: balancer, egressPerGibibyte: egress ?? .zero,
      bootDiskType: boot?.type ?? "", bootDiskGibibytes: boot?.gibibytes ?? 0)
  }

  private static func machineType(_ name: String, _ reader: MappingReader) -> MachineType? {
    let cpu = reader.required("cpu", .number(in: 0.001...10_000))
    let memory = reader.required("memory_gib", .number(in: 0.001...1_000_000))
    let price = reader.required("usd_per_hour", amount)
    let label = labelOf(reader)
    guard let cpu, let memory, let price else { return nil }
    return MachineType(
      name: name, cpu: MilliCPU(Int64((cpu * 1_000).rounded())),
      memory: Bytes(Int64((memory * 1_073_741_824).rounded())), pricePerHour: Dollars(price),
      label: label)
  }

  private static func price(_ reader: MappingReader) -> Dollars? {
    _ = labelOf(reader)
    return reader.required("value", amount).map { Dollars($0) }
  }

  /// A figure without a label is the user's own word for it.
  private static func labelOf(_ reader: MappingReader) -> Label {
    reader.optional("label", label).flatMap(Label.init) ?? .assumed
  }
}

import ClusterSim
import Documents
import KubeAPI
import Units

/// Reads `cluster`: who rents out machines, and which.
enum ClusterDecoder {
  static func shape(_ reader: MappingReader) -> ClusterShape? {
    var shape = ClusterShape()
    if let provider = reader.optional("provider", .choice(["gcp", "aws"])) {
      shape.provider = provider
      if provider == "aws" { shape.zones = ["us-east-1a"] }
    }
    if let name = reader.optional("name", .name) { shape.name = name }
    if let zones = zones(reader) { shape.zones = zones }
    for item in reader.value("pools")?.items ?? [] {
      guard let pool = item.object({ pool($0, provider: shape.provider) }) else { continue }
      if shape.pools.contains(where: { $0.name == pool.name }) {
        item.fail(
          .wrongValue, "has the name \(quoted(pool.name)), which another pool has",
          hint: "give each pool a name of its own")
      }
      shape.pools.append(pool)
    }
    return shape
  }

  private static func pool(_ reader: MappingReader, provider: String) -> PoolDesign? {
    let name = reader.optional("name", .name) ?? "default-pool"
    let count = reader.required("count", .integer(in: 0...100_000))
    let zones = zones(reader) ?? []
    let atStart = reader.optional("at-start", .boolean) ?? true
    let labels = reader.map("labels", of: .string) ?? []
    guard let machine = machine(reader, provider: provider), let count else { return nil }
    var pool = PoolDesign(name: name, machine: machine, count: count)
    pool.zones = zones
    pool.existsAtStart = atStart
    pool.labels = labels.map { LabelDesign($0.key.value, $0.value) }
    return pool
  }

  private static func zones(_ reader: MappingReader) -> [String]? {
    guard let zones = reader.list("zones", of: .name) else { return nil }
    if zones.isEmpty { reader.fail("zones", "is empty", hint: "name a zone, or leave it out") }
    return zones.isEmpty ? nil : zones
  }

  private static func machine(_ reader: MappingReader, provider: String) -> MachineDesign? {
    guard
      let value = reader.requiredValue(
        "machine", expected: "a type such as e2-medium, or cpu: and memory:")
    else { return nil }
    if case .scalar = value.node {
      return value.scalar(.machineType(of: provider)).map(MachineDesign.type)
    }
    return value.object { inline in
      let cpu = inline.required("cpu", .cpu)
      let memory = inline.required("memory", .bytes)
      let price = inline.optional("price", .pricePerHour) ?? .zero
      guard let cpu, let memory else { return nil }
      return .inline(cpu: cpu, memory: memory, pricePerHour: price)
    }
  }
}

extension ScalarFormat where Value == String {
  /// A machine type of the provider's price list.
  static func machineType(of provider: String) -> ScalarFormat {
    .parsed(as: "a machine type such as \(provider == "aws" ? "m5.large" : "e2-medium")") { text in
      try MachineTypes.check(text, provider: provider)
      return text
    }
  }
}

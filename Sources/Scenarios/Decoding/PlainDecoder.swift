import ClusterSim
import Documents
import Randomness

/// Reads `images[].plain`: a server that is nothing but service times.
enum PlainDecoder {
  static func plain(_ reader: MappingReader) -> PlainDesign? {
    let service = reader.required("service", .distribution)
    var design = PlainDesign(service: service ?? .deterministic(0.0))
    reader.read(ProgramParameters.plain, into: &design)
    if let text = reader.optional("queue", .string) {
      if text != "unlimited" {
        design.queueCapacity = reader.optional("queue", .integer(in: 0...1_000_000_000))
      }
    }
    design.endpoints = reader.map("endpoints", endpoint) ?? []
    if let hops = hops(reader) { design.next = hops }
    if design.isPreemptive, design.isCPUBound {
      reader.fail(
        "preemptive", "has no meaning beside cpu-bound", hint: "the CPU is shared, not interrupted")
    }
    return service == nil ? nil : design
  }

  private static func endpoint(
    _ key: Located<String>, _ reader: MappingReader
  ) -> PlainEndpointDesign? {
    var endpoint = PlainEndpointDesign(name: key.value)
    endpoint.service = reader.optional("service", .distribution)
    reader.read(ProgramParameters.plainEndpoint, into: &endpoint)
    return endpoint
  }

  /// Where requests go next: a Service for all of them, or a list with shares.
  private static func hops(_ reader: MappingReader) -> [HopDesign]? {
    guard let value = reader.value("next") else { return nil }
    if case .scalar = value.node {
      return value.scalar(.serviceTarget).map { [HopDesign(service: $0)] }
    }
    let hops = reader.list("next", hop) ?? []
    // A hair more than one is the rounding of shares that add up to it.
    if hops.reduce(0, { $0 + $1.share }) > 1 + 1e-9 {
      reader.fail("next", "has shares that add up to more than 100%", hint: "let the rest end here")
    }
    return hops
  }

  private static func hop(_ reader: MappingReader) -> HopDesign? {
    guard let service = reader.required("service", .serviceTarget) else { return nil }
    var hop = HopDesign(service: service)
    reader.read(ProgramParameters.hop, into: &hop)
    if hop.share <= 0 {
      reader.fail("share", "is 0", hint: "write a share above 0, or remove the item")
    }
    return hop
  }
}

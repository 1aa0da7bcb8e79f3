import ControllerRuntime
import KubeAPI
import Randomness

/// Hands out the services' cluster addresses and node ports, each once.
///
/// A service's first choice depends on its own name only, so that one service more changes no
/// other's address.
/// Source: `pkg/registry/core/service/ipallocator` and `portallocator`, v1.36 (there the choice is
/// random, too).
struct ServiceAddresses {
  private let parameters: KubeStoreParameters
  private let streams: Streams
  private var addresses: [UInt32: ObjectKey] = [:]
  private var ports: [Int32: ObjectKey] = [:]

  init(_ parameters: KubeStoreParameters, streams: Streams) {
    self.parameters = parameters
    self.streams = streams
  }

  /// The number of addresses in the range, network and broadcast address included.
  private var rangeSize: UInt32 { 1 << UInt32(32 - parameters.serviceRangePrefix) }

  /// Fills in what `service` needs and does not name itself.
  /// - Throws: `invalid` when a named address or port is taken or outside of its range.
  mutating func allocate(_ service: inout Service) throws(APIError) {
    let before = self
    do throws(APIError) {
      try fill(&service)
    } catch {
      self = before
      throw error
    }
  }

  private mutating func fill(_ service: inout Service) throws(APIError) {
    guard service.spec.type != .externalName else { return }
    if service.spec.clusterIP.isEmpty {
      service.spec.clusterIP = try freeAddress(for: service)
    } else if service.spec.clusterIP != "None" {
      try take(service.spec.clusterIP, for: service)
    }
    guard service.spec.type != .clusterIP else { return }
    for place in service.spec.ports.indices {
      let wanted = service.spec.ports[place].nodePort
      if wanted != 0, ports[wanted] != service.key {
        try take(wanted, for: service, place)
      } else if wanted == 0 {
        service.spec.ports[place].nodePort = try freePort(for: service, place)
      }
    }
  }

  /// Takes back what `service` holds and `successor`, if there is one, does not.
  mutating func release(_ service: Service, for successor: Service? = nil) {
    if service.spec.clusterIP != successor?.spec.clusterIP,
      let address = Self.parse(service.spec.clusterIP)
    {
      addresses[address] = nil
    }
    let kept = successor?.spec.type == .clusterIP ? [] : successor?.spec.ports ?? []
    for port in service.spec.ports.map(\.nodePort)
    where !kept.contains(where: { $0.nodePort == port }) { ports[port] = nil }
  }

  private mutating func freeAddress(for service: Service) throws(APIError) -> String {
    // The first address is the API server's own; the first 16 are kept for addresses by hand.
    let first: UInt32 = 16
    let usable = rangeSize - first - 1
    var stream = streams.stream("store/address/\(service.key)")
    let start = stream.uniform(below: usable)
    for step in 0..<usable {
      let address = parameters.serviceRangeStart + first + (start + step) % usable
      if addresses[address] == nil {
        addresses[address] = service.key
        return Self.print(address)
      }
    }
    throw .invalid(
      .service, service.metadata.name,
      "spec.clusterIPs: Invalid value: []string(nil): failed to allocate IP: range is full")
  }

  private mutating func take(_ text: String, for service: Service) throws(APIError) {
    let why = "spec.clusterIPs: Invalid value: []string{\"\(text)\"}: "
      + "failed to allocate IP \(text): "
    guard let address = Self.parse(text) else {
      throw .invalid(.service, service.metadata.name, why + "not an IP address")
    }
    let range = parameters.serviceRangeStart..<(parameters.serviceRangeStart + rangeSize)
    guard range.contains(address) else {
      throw .invalid(
        .service, service.metadata.name,
        why + "the provided IP (\(text)) is not in the valid range. The range of valid IPs is "
          + "\(Self.print(range.lowerBound))/\(parameters.serviceRangePrefix)")
    }
    if let holder = addresses[address], holder != service.key {
      throw .invalid(
        .service, service.metadata.name, why + "provided IP is already allocated")
    }
    addresses[address] = service.key
  }

  private mutating func freePort(
    for service: Service, _ place: Int
  ) throws(APIError) -> Int32 {
    let count = UInt32(parameters.nodePorts.count)
    var stream = streams.stream("store/nodePort/\(service.key)/\(place)")
    let start = stream.uniform(below: count)
    for step in 0..<count {
      let port = parameters.nodePorts.lowerBound + Int32((start + step) % count)
      if ports[port] == nil {
        ports[port] = service.key
        return port
      }
    }
    throw .invalid(
      .service, service.metadata.name,
      "spec.ports[\(place)].nodePort: failed to allocate a nodePort: range is full")
  }

  private mutating func take(
    _ port: Int32, for service: Service, _ place: Int
  ) throws(APIError) {
    let why = "spec.ports[\(place)].nodePort: Invalid value: \(port): "
    guard parameters.nodePorts.contains(port) else {
      let range = parameters.nodePorts
      throw .invalid(
        .service, service.metadata.name,
        why + "provided port is not in the valid range. The range of valid ports is "
          + "\(range.lowerBound)-\(range.upperBound)")
    }
    guard ports[port] == nil else {
      throw .invalid(
        .service, service.metadata.name, why + "provided port is already allocated")
    }
    ports[port] = service.key
  }

  static func parse(_ text: String) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part) else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }

  static func print(_ address: UInt32) -> String {
    [24, 16, 8, 0].map { String(address >> $0 & 255) }.joined(separator: ".")
  }
}

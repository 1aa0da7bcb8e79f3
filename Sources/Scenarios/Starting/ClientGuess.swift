import KubeAPI

/// Who probably sends requests to a stack: users behind each load balancer and each Ingress.
struct ClientGuess {
  /// Its name, unique.
  let name: String
  /// The Service and its port, as a scenario writes it.
  let target: String
  /// Whether requests come from inside the cluster, and why.
  let isInside: Bool
  /// Completes "guess: … because".
  let reason: String
  /// What it asks for.
  let ask: String
  /// The Service's path, as a step that waits writes it.
  let service: String
  /// Whether the Service gets an address of a load balancer.
  let hasAddress: Bool

  /// The clients of `stack`, given what its images probably are.
  static func all(of stack: FoundStack, images: [ImageGuess]) -> [ClientGuess] {
    var guesses: [ClientGuess] = []
    func add(_ service: Service, port: ServicePort?, isInside: Bool, _ reason: String) {
      let chosen = port ?? Self.port(of: service, stack, images)
      guard let chosen else { return }
      let path = Self.path(of: service)
      let target = "\(path):\(chosen.port)"
      guard !guesses.contains(where: { $0.target == target }) else { return }
      let name = Self.name(service.metadata.name, besides: guesses.map(\.name))
      guesses.append(
        ClientGuess(
          name: name, target: target, isInside: isInside, reason: reason,
          ask: Self.ask(service, stack, images), service: path,
          hasAddress: service.spec.type == .loadBalancer))
    }
    for service in stack.services where service.spec.type == .loadBalancer {
      add(service, port: nil, isInside: false, "the Service is a LoadBalancer")
    }
    for backend in stack.backends {
      guard let service = stack.services.first(where: {
        $0.metadata.name == backend.service && $0.metadata.namespace == backend.namespace
      }) else { continue }
      let port = service.spec.ports.first {
        $0.name == backend.port || "\($0.port)" == backend.port
      }
      add(service, port: port, isInside: true, "the Ingress \(backend.ingress) sends requests here")
    }
    guard guesses.isEmpty else { return guesses }
    for service in stack.services where service.spec.type == .nodePort {
      add(service, port: nil, isInside: true, "the Service has a port on every node")
    }
    guard guesses.isEmpty else { return guesses }
    let front = stack.services.first { service in
      Self.programs(behind: service, stack, images).contains { program in
        switch program {
        case .gunicorn, .web, .unknown: true
        default: false
        }
      }
    }
    if let front {
      add(front, port: nil, isInside: true, "no Service is open to the outside")
    }
    return guesses
  }

  private static func path(of service: Service) -> String {
    let namespace = service.metadata.namespace
    return (namespace == "default" ? "" : namespace + "/") + service.metadata.name
  }

  /// `users` of a Service, in the form that a client's name has.
  private static func name(_ service: String, besides taken: [String]) -> String {
    let base = String(service.prefix(50)) + "-users"
    var name = base
    var number = 2
    while taken.contains(name) {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }

  /// The port whose server answers: one that leads to the image's own port, else the first.
  private static func port(
    of service: Service, _ stack: FoundStack, _ images: [ImageGuess]
  ) -> ServicePort? {
    for port in service.spec.ports {
      for group in stack.groups(behind: service) {
        let number = stack.number(of: port, in: group)
        let answers = group.spec.containers.contains { container in
          images.first { $0.image == container.image }?.port == number
        }
        if answers { return port }
      }
    }
    return service.spec.ports.first
  }

  private static func programs(
    behind service: Service, _ stack: FoundStack, _ images: [ImageGuess]
  ) -> [ImageGuess.Program] {
    stack.groups(behind: service).flatMap(\.spec.containers).compactMap { container in
      images.first { $0.image == container.image }?.program
    }
  }

  private static func ask(
    _ service: Service, _ stack: FoundStack, _ images: [ImageGuess]
  ) -> String {
    let isSite = programs(behind: service, stack, images).contains { program in
      if case .gunicorn = program { return true }
      return false
    }
    return isSite ? "{list: 3, detail: 1}" : "page"
  }
}

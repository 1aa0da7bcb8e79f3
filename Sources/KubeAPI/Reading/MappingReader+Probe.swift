import Documents

extension MappingReader {
  /// The probe at `key`.
  ///
  /// - Parameter mayNeedSeveralSuccesses: Whether more than one success may be wanted, which only
  ///   readiness allows.
  func probe(_ key: String, mayNeedSeveralSuccesses: Bool) -> Probe? {
    object(key) { reader -> Probe? in
      reader.notSimulated(["terminationGracePeriodSeconds"])
      let action = reader.probeAction()
      // Zero stands for the default, as on the API server.
      func count(_ key: String, _ standard: Int32) -> Int32 {
        let number = reader.optional(key, .count) ?? 0
        return number == 0 ? standard : number
      }
      var probe = Probe(action ?? .exec([]))
      probe.initialDelaySeconds = count("initialDelaySeconds", 0)
      probe.periodSeconds = count("periodSeconds", 10)
      probe.timeoutSeconds = count("timeoutSeconds", 1)
      probe.successThreshold = count("successThreshold", 1)
      probe.failureThreshold = count("failureThreshold", 3)
      if !mayNeedSeveralSuccesses, probe.successThreshold != 1 {
        reader.fail(
          "successThreshold", "is \(probe.successThreshold)",
          hint: "only a readiness probe may want more than 1")
      }
      return action == nil ? nil : probe
    }
  }

  private func probeAction() -> Probe.Action? {
    guard let sort = exactlyOne(of: ["httpGet", "tcpSocket", "exec", "grpc"]) else { return nil }
    return object(sort) { reader -> Probe.Action? in
      switch sort {
      case "httpGet":
        let scheme = reader.optional("scheme", .choice(["HTTP", "HTTPS"])) ?? "HTTP"
        return reader.httpTarget().map { .httpGet(path: $0.path, port: $0.port, scheme: scheme) }
      case "tcpSocket":
        reader.notSimulated(["host"])
        return reader.required("port", .portReference).map { .tcpSocket(port: $0) }
      case "grpc":
        reader.notSimulated(["service"])
        return reader.required("port", .port).map { .grpc(port: $0) }
      default: return reader.command().map { .exec($0) }
      }
    }
  }

  /// What runs at a point in a container's life.
  ///
  /// - Parameter grace: The pod's grace period, which a sleep may not pass.
  func lifecycleHandler(grace: Int64) -> LifecycleHandler? {
    notSimulated(["tcpSocket"])
    guard let sort = exactlyOne(of: ["exec", "httpGet", "sleep"]) else { return nil }
    return object(sort) { reader -> LifecycleHandler? in
      switch sort {
      case "httpGet":
        reader.notSimulated(["scheme"])
        return reader.httpTarget().map { .httpGet(path: $0.path, port: $0.port) }
      case "sleep":
        guard let seconds = reader.required("seconds", .integer(in: 0...Int64.max)) else {
          return nil
        }
        if seconds > grace {
          reader.fail(
            "seconds", "is \(seconds), more than the grace period of \(grace)",
            hint: "raise terminationGracePeriodSeconds or sleep less")
        }
        return .sleep(seconds: seconds)
      default: return reader.command().map { .exec($0) }
      }
    }
  }

  private func httpTarget() -> (path: String, port: PortReference)? {
    notSimulated(["host", "httpHeaders"])
    let path = optional("path", .string) ?? "/"
    return required("port", .portReference).map { (path.isEmpty ? "/" : path, $0) }
  }

  private func command() -> [String]? {
    guard let command = list("command", of: .string), !command.isEmpty else {
      fail(
        "has no command", hint: "add command: with a list of a program and its arguments",
        code: .missingField)
      return nil
    }
    return command
  }
}

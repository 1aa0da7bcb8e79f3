/// The manifests of a world.
extension WorldText {
  /// A Service for each app.
  var services: String {
    world.apps.map { app in
      let port = app.program == .postgresql ? 5_432 : 80
      let type = app.hasBalancer ? ", type: LoadBalancer" : ""
      return """
        apiVersion: v1
        kind: Service
        metadata: {name: \(app.name)}
        spec: {selector: {name: \(app.name)}, ports: [{port: \(port)}]\(type)}
        ---

        """
    }.joined()
  }

  /// An app's controller.
  func controller(_ app: SwarmWorld.App) -> String {
    let port = app.program == .postgresql ? 5_432 : 80
    let limit = app.cpuLimit.map { ", limits: {cpu: \($0)m}" } ?? ""
    var container = """
                - name: main
                  image: swarm/\(app.name)
                  ports: [{containerPort: \(port)}]
                  resources: {requests: {cpu: \(app.cpu)m, memory: 64Mi}\(limit)}

      """
    if app.alwaysPulls { container += "            imagePullPolicy: Always\n" }
    if let probe = app.readiness {
      container += "            readinessProbe: \(text(probe, app))\n"
    }
    if let probe = app.liveness {
      container += "            livenessProbe: \(text(probe, app, isLiveness: true))\n"
    }
    if let seconds = app.preStop {
      container += "            lifecycle: {preStop: {exec: {command: [sleep, \"\(seconds)\"]}}}\n"
    }
    return """
      \(head(app))
        replicas: \(app.replicas)
        template:
          metadata: {labels: {name: \(app.name)}}
          spec:
            terminationGracePeriodSeconds: \(app.grace)
            containers:
      \(container)
      """
  }

  private func head(_ app: SwarmWorld.App) -> String {
    guard let rollOut = app.rollOut else {
      return """
        apiVersion: v1
        kind: ReplicationController
        metadata: {name: \(app.name)}
        spec:
          selector: {name: \(app.name)}
        """
    }
    return """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: \(app.name)}
      spec:
        strategy: \(rollOut.rawValue)
        selector: {matchLabels: {name: \(app.name)}}
      """
  }

  /// A probe; one for liveness lets a program start that gets little CPU.
  private func text(
    _ probe: SwarmWorld.App.Probe, _ app: SwarmWorld.App, isLiveness: Bool = false
  ) -> String {
    let port = app.program == .postgresql ? 5_432 : 80
    let action =
      switch probe {
      case .http: "httpGet: {path: /\(endpoint(app)), port: \(port)}"
      case .tcp: "tcpSocket: {port: \(port)}"
      case .exec: "exec: {command: [\"true\"]}"
      }
    let start = isLiveness ? ", initialDelaySeconds: 20" : ""
    return "{\(action), periodSeconds: 10, timeoutSeconds: 3\(start)}"
  }
}

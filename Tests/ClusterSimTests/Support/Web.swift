/// The small site that tests of faults strike: equal pods behind a Service, each on 600m of CPU.
enum Web {
  /// The manifests, with more said of the pods, their container and the Service.
  static func manifests(
    replicas: Int, pod: String = "", container: String = "", service: String = ""
  ) -> String {
    """
    apiVersion: v1
    kind: ReplicationController
    metadata: {name: web}
    spec:
      replicas: \(replicas)
      selector: {name: web}
      template:
        metadata: {labels: {name: web}}
        spec:
          \(pod)
          containers:
            - name: web
              image: test/web:1
              ports: [{containerPort: 80}]
              resources: {requests: {cpu: 600m}}
              \(container)
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {name: web}, ports: [{port: 80}]\(service)}

    """
  }
}

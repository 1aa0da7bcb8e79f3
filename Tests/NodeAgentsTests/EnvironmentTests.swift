import ControllerRuntime
import KubeAPI
import NodeAgents
import Testing
import Units

struct EnvironmentTests {
  private func service(_ name: String, port: Int32 = 5_432, portName: String = "") -> Service {
    var servicePort = ServicePort(port: port, targetPort: .number(port))
    servicePort.name = portName
    return Service(
      metadata: ObjectMeta(name: name, namespace: "default"),
      spec: ServiceSpec(selector: ["name": name], ports: [servicePort]))
  }

  @Test func `a container knows the services that existed when it started, and no later ones`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    _ = bench.store.perform(.create(service("database")))
    bench.run(.seconds(1))
    bench.create("early")
    bench.run(.seconds(5))
    _ = bench.store.perform(.create(service("cache", port: 6_379)))
    bench.run(.seconds(1))
    bench.create("late")
    bench.run(.seconds(5))
    let (early, late) = (
      bench.runtime.launches[0].environment, bench.runtime.launches[1].environment
    )
    #expect(early["DATABASE_SERVICE_HOST"] != nil)
    #expect(early["DATABASE_SERVICE_PORT"] == "5432")
    #expect(early["KUBERNETES_SERVICE_HOST"] != nil)
    #expect(early["CACHE_SERVICE_HOST"] == nil)
    #expect(late["CACHE_SERVICE_HOST"] != nil)
    // A restart looks anew.
    bench.runtime.exit("app", 1)
    bench.run(.seconds(30))
    #expect(bench.runtime.launches[2].environment["CACHE_SERVICE_HOST"] != nil)
  }

  @Test func `a service has all variables of the docker links form`() {
    var service = service("my-db", portName: "pg-main")
    service.spec.clusterIP = "10.96.0.9"
    let variables = ServiceVariables.of([service], namespace: "default", areLinked: true)
    #expect(
      variables.entries.map { "\($0.key)=\($0.value)" } == [
        "MY_DB_PORT=tcp://10.96.0.9:5432",
        "MY_DB_PORT_5432_TCP=tcp://10.96.0.9:5432",
        "MY_DB_PORT_5432_TCP_ADDR=10.96.0.9",
        "MY_DB_PORT_5432_TCP_PORT=5432",
        "MY_DB_PORT_5432_TCP_PROTO=tcp",
        "MY_DB_SERVICE_HOST=10.96.0.9",
        "MY_DB_SERVICE_PORT=5432",
        "MY_DB_SERVICE_PORT_PG_MAIN=5432",
      ])
  }

  @Test func `headless services, other namespaces and unwanted links give no variables`() {
    var headless = service("a")
    headless.spec.clusterIP = "None"
    var other = service("b")
    other.spec.clusterIP = "10.96.0.2"
    other.metadata.namespace = "elsewhere"
    var own = service("c")
    own.spec.clusterIP = "10.96.0.3"
    var kubernetes = service("kubernetes", port: 443)
    kubernetes.spec.clusterIP = "10.96.0.1"
    let all = [headless, other, own, kubernetes]
    let linked = ServiceVariables.of(all, namespace: "default", areLinked: true)
    let unlinked = ServiceVariables.of(all, namespace: "default", areLinked: false)
    let elsewhere = ServiceVariables.of(all, namespace: "elsewhere", areLinked: false)
    func hosts(_ variables: StringMap) -> [String] {
      variables.keys.filter { $0.hasSuffix("_SERVICE_HOST") }
    }
    #expect(hosts(linked) == ["C_SERVICE_HOST", "KUBERNETES_SERVICE_HOST"])
    #expect(hosts(unlinked) == ["KUBERNETES_SERVICE_HOST"])
    #expect(hosts(elsewhere) == ["KUBERNETES_SERVICE_HOST"])
  }

  @Test func `own variables win, refer to fields and to variables before them`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    _ = bench.store.perform(.create(service("database")))
    bench.run(.seconds(1))
    bench.create { spec in
      spec.containers[0].resources.limits["cpu"] = 1_500
      spec.containers[0].env = [
        EnvVar(name: "MY_POD_NAME", source: .fieldRef("metadata.name")),
        EnvVar(name: "MY_POD_IP", source: .fieldRef("status.podIP")),
        EnvVar(name: "NODE", source: .fieldRef("spec.nodeName")),
        EnvVar(name: "HOST", source: .fieldRef("status.hostIP")),
        EnvVar(name: "CORES", source: .resourceFieldRef("limits.cpu")),
        EnvVar(name: "URL", source: .value("pg://$(MY_POD_NAME):$(DATABASE_SERVICE_PORT)/$$(x)")),
        EnvVar(name: "DATABASE_SERVICE_PORT", source: .value("1")),
        EnvVar(name: "UNKNOWN", source: .value("$(NO_SUCH) $ $")),
      ]
    }
    bench.run(.seconds(5))
    let environment = bench.runtime.launches[0].environment
    #expect(environment["MY_POD_NAME"] == "web")
    #expect(environment["MY_POD_IP"] == "10.4.0.1")
    #expect(environment["NODE"] == "n1")
    #expect(environment["HOST"] == "10.128.0.2")
    #expect(environment["CORES"] == "2")
    #expect(environment["URL"] == "pg://web:5432/$(x)")
    #expect(environment["DATABASE_SERVICE_PORT"] == "1")
    #expect(environment["UNKNOWN"] == "$(NO_SUCH) $ $")
  }

  @Test func `a reference to a missing secret keeps the container from being created`() {
    let bench = NodeBench()
    bench.runtime.imageNames = ["app:1"]
    let key = bench.create { spec in
      spec.containers[0].env = [
        EnvVar(
          name: "PASSWORD", source: .secretKeyRef(name: "db", key: "password", isOptional: false))
      ]
    }
    bench.run(.seconds(5))
    #expect(bench.word(bench.pod(key)) == "CreateContainerConfigError")
    #expect(bench.runtime.launches.isEmpty)
  }
}

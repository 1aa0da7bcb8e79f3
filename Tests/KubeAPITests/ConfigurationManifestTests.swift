import Documents
import KubeAPI
import Testing

struct ConfigurationManifestTests {
  private func first<Object: KubeObject>(_ type: Object.Type, _ text: String) throws -> Object {
    let manifest = try ManifestReader.read(SourceFile(name: "f.yaml", text: text))
    return try #require(manifest.objects.first?.object as? Object)
  }

  @Test func `a budget is read with its selector and its default policy`() throws {
    let budget = try first(
      PodDisruptionBudget.self,
      """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: app}
      spec:
        maxUnavailable: 34%
        selector:
          matchLabels: {name: app}
          matchExpressions: [{key: colour, operator: In, values: [orange, maroon]}]
      """)
    #expect(budget.metadata.namespace == "default")
    #expect(budget.spec.maxUnavailable == .percent(34))
    #expect(budget.spec.minAvailable == nil)
    #expect(budget.spec.unhealthyPodEvictionPolicy == .ifHealthyBudget)
    let selector = try #require(budget.spec.selector)
    #expect(selector.matches(["name": "app", "colour": "maroon"]))
    #expect(!selector.matches(["name": "app"]))
  }

  /// `pkg/apis/core/v1` of 1.21 and later: an empty selector finds all pods, none finds none.
  @Test func `an empty selector covers every pod of the namespace, and none covers no pod`() {
    let pod = Pod(
      metadata: ObjectMeta(name: "a", namespace: "default"), spec: PodSpec(containers: []))
    let meta = ObjectMeta(name: "b", namespace: "default")
    func budget(_ selector: LabelSelector?) -> PodDisruptionBudget {
      PodDisruptionBudget(metadata: meta, spec: PodDisruptionBudgetSpec(selector: selector))
    }
    #expect(budget(LabelSelector()).covers(pod))
    #expect(!budget(nil).covers(pod))
    var elsewhere = pod
    elsewhere.metadata.namespace = "shop"
    #expect(!budget(LabelSelector()).covers(elsewhere))
  }

  @Test func `a pod refers to secrets and config maps in all four ways`() throws {
    let pod = try first(
      Pod.self,
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: a}
      spec:
        containers:
          - name: c
            image: x
            envFrom:
              - {configMapRef: {name: settings}}
              - {prefix: DB_, secretRef: {name: database, optional: true}}
            env:
              - {name: P, valueFrom: {secretKeyRef: {name: database, key: password}}}
        volumes:
          - {name: s, secret: {secretName: tls, items: [{key: tls.crt, path: crt}]}}
          - {name: m, configMap: {name: settings, optional: true}}
          - name: p
            projected:
              sources: [{secret: {name: tls}}, {downwardAPI: {}}, {configMap: {name: settings}}]
      """)
    let container = pod.spec.containers[0]
    #expect(
      container.envFrom == [
        EnvFromSource(source: DataSource(.configMap, "settings")),
        EnvFromSource(prefix: "DB_", source: DataSource(.secret, "database", isOptional: true)),
      ])
    #expect(
      pod.spec.volumes.map(\.source) == [
        .data(DataSource(.secret, "tls", keys: ["tls.crt"])),
        .data(DataSource(.configMap, "settings", isOptional: true)),
        .projected([DataSource(.secret, "tls"), DataSource(.configMap, "settings")]),
      ])
  }

  @Test func `a secret's data is decoded, and text beside it wins`() throws {
    let secret = try first(
      Secret.self,
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: db}
      data: {user: YXBw, password: b2xk}
      stringData: {password: new}
      """)
    #expect(secret.data == ["user": "app", "password": "new"])
    #expect(secret.type == "Opaque")
  }

  @Test(arguments: [
    (CountOrPercent.percent(50), 7, 4, 3), (.percent(0), 7, 0, 0), (.percent(100), 7, 7, 7),
    (.percent(1), 7, 1, 0), (.count(9), 7, 9, 9), (.percent(34), 3, 2, 1),
  ])
  func `a share is rounded as asked`(amount: CountOrPercent, total: Int, up: Int, down: Int) {
    #expect(amount.roundedUp(of: total) == up)
    #expect(amount.roundedDown(of: total) == down)
  }
}

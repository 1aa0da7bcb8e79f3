import Documents
import KubeAPI
import Testing

/// Rules of a pod towards other pods: as a manifest says them, and as the API server stores them.
struct PodPlacementRuleTests {
  private func read(_ rules: String) -> (pod: Pod?, problems: [String]) {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: p, labels: {app: web, track: blue}}
      spec:
        containers: [{name: c, image: i}]
      \(rules)
      """
    do throws(Problems) {
      let manifest = try ManifestReader.read(SourceFile(name: "pod.yaml", text: text))
      return (manifest.objects.first?.object as? Pod, [])
    } catch {
      return (nil, error.all.map(\.description))
    }
  }

  @Test func `affinity, anti-affinity and spread constraints are read`() throws {
    let (pod, problems) = read(
      """
        preemptionPolicy: Never
        affinity:
          podAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: zone
              labelSelector: {matchLabels: {app: db}}
              namespaceSelector: {}
          podAntiAffinity:
            preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 7
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector: {}
                matchLabelKeys: [track]
                mismatchLabelKeys: [app]
        topologySpreadConstraints:
        - maxSkew: 2
          topologyKey: zone
          whenUnsatisfiable: DoNotSchedule
          minDomains: 3
          nodeTaintsPolicy: Honor
          labelSelector: {matchLabels: {app: web}}
          matchLabelKeys: [track, absent]
      """)
    #expect(problems == [])
    let spec = try #require(pod?.spec)
    #expect(!spec.mayPreempt)
    #expect(spec.affinity?.podAffinity.required.first?.namespaceSelector?.isEmpty == true)
    #expect(spec.affinity?.podAntiAffinity.preferred.first?.weight == 7)
    let constraint = try #require(spec.topologySpreadConstraints.first)
    #expect(constraint.minDomains == 3)
    #expect(constraint.nodeTaintsPolicy == .honor)
    #expect(constraint.nodeAffinityPolicy == .honor)
  }

  @Test func `label keys become requirements with the pod's own values, once`() throws {
    var pod = try #require(
      read(
        """
          affinity:
            podAntiAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
              - topologyKey: zone
                labelSelector: {}
                matchLabelKeys: [track]
                mismatchLabelKeys: [app]
          topologySpreadConstraints:
          - maxSkew: 1
            topologyKey: zone
            whenUnsatisfiable: ScheduleAnyway
            labelSelector: {matchLabels: {app: web}}
            matchLabelKeys: [track, absent]
        """
      ).pod)
    pod.mergeLabelKeys()
    pod.mergeLabelKeys()
    #expect(
      pod.spec.affinity?.podAntiAffinity.required[0].labelSelector?.matchExpressions == [
        SelectorRequirement(key: "track", comparison: .isIn, values: ["blue"]),
        SelectorRequirement(key: "app", comparison: .notIn, values: ["web"]),
      ])
    #expect(
      pod.spec.topologySpreadConstraints[0].labelSelector?.matchExpressions == [
        SelectorRequirement(key: "track", comparison: .isIn, values: ["blue"])
      ])
  }

  @Test(arguments: [
    ("maxSkew: 0", "maxSkew"), ("maxSkew: 1\n    minDomains: 2", "minDomains"),
    ("maxSkew: 1\n    matchLabelKeys: [a]", "matchLabelKeys"),
  ])
  func `a constraint that the API server would refuse is refused`(
    fields: String, named: String
  ) {
    let (_, problems) = read(
      """
        topologySpreadConstraints:
        - topologyKey: zone
          whenUnsatisfiable: ScheduleAnyway
          \(fields)
      """)
    #expect(problems.count == 1)
    #expect(problems.first?.contains(named) == true)
  }
}

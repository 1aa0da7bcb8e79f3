import Documents
import KubeAPI
import Testing
import Units

/// Volumes, claims and classes as manifests write them.
struct StorageReadingTests {
  private func read<Object: KubeObject>(_ type: Object.Type, _ text: String) throws -> Object {
    let manifest = try ManifestReader.read(SourceFile(name: "f.yaml", text: text))
    #expect(manifest.warnings.isEmpty)
    return try #require(manifest.objects.first?.object as? Object)
  }

  @Test func `a local volume is read with its node, its claim and its mode`() throws {
    let volume = try read(
      PersistentVolume.self,
      """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: v}
      spec:
        capacity: {storage: 5Gi}
        accessModes: [ReadWriteOnce]
        persistentVolumeReclaimPolicy: Delete
        storageClassName: local
        volumeMode: Block
        local: {path: /mnt/v}
        claimRef: {namespace: shop, name: data}
        nodeAffinity:
          required:
            nodeSelectorTerms:
            - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [n1]}]
      """)
    #expect(volume.source == .local("/mnt/v"))
    #expect(volume.attachableName == nil)
    #expect(volume.claim == ClaimReference(ObjectKey(namespace: "shop", name: "data")))
    #expect(volume.volumeMode == "Block" && volume.reclaimPolicy == "Delete")
    #expect(volume.nodeTerms?.first?.matchExpressions.first?.values == ["n1"])
    #expect(volume.status.phase == .pending)
  }

  @Test(arguments: [
    ("gcePersistentDisk: {pdName: d}", "kubernetes.io/csi/pd.csi.storage.gke.io^d"),
    ("awsElasticBlockStore: {volumeID: d}", "kubernetes.io/csi/ebs.csi.aws.com^d"),
    ("csi: {driver: x.y, volumeHandle: d, fsType: ext4}", "kubernetes.io/csi/x.y^d"),
    ("hostPath: {path: /d}", nil), ("nfs: {server: s, path: /}", nil),
  ])
  func `disks have the name under which nodes list them`(source: String, name: String?) throws {
    let volume = try read(
      PersistentVolume.self,
      "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: v}\n"
        + "spec: {capacity: {storage: 5Gi}, accessModes: [ReadWriteOnce], \(source)}\n")
    #expect(volume.attachableName == name)
  }

  @Test func `a claim is read with its selector, a class with its mode and words`() throws {
    let claim = try read(
      PersistentVolumeClaim.self,
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: c}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: ""
        selector: {matchLabels: {tier: fast}}
        resources: {requests: {storage: 3Gi}}
      """)
    #expect(claim.storageClassName == "" && claim.selector?.matches(["tier": "fast"]) == true)
    #expect(claim.metadata.namespace == "default" && !claim.isFullyBound)
    let storage = try read(
      StorageClass.self,
      """
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata:
        name: fast
        annotations: {storageclass.kubernetes.io/is-default-class: "true"}
      provisioner: pd.csi.storage.gke.io
      parameters: {type: pd-ssd}
      volumeBindingMode: WaitForFirstConsumer
      allowedTopologies:
      - matchLabelExpressions: [{key: topology.kubernetes.io/zone, values: [a, b]}]
      """)
    #expect(storage.isDefault && storage.bindingMode == .waitForFirstConsumer)
    #expect(storage.parameters == ["type": "pd-ssd"] && storage.reclaimPolicy == "Delete")
    #expect(storage.allowedTopologies.first?.matchExpressions.first?.values == ["a", "b"])
    #expect(storage.metadata.namespace == "")
  }

  @Test(arguments: [
    (
      "apiVersion: v1\nkind: StorageClass\nmetadata: {name: a}\nprovisioner: p\n",
      "f.yaml:1:13: error: apiVersion is \"v1\"; StorageClass is of apiVersion storage.k8s.io/v1"
    ),
    (
      "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: a}\n",
      "\"provisioner\" is missing"
    ),
    (
      "apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: a}\n"
        + "spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], local: {path: /x}}\n",
      "f.yaml:4:7: error: spec has a local volume and no nodeAffinity"
    ),
    (
      "apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: a}\nprovisioner: p\n"
        + "volumeBindingMode: Later\n",
      "5:20: error: volumeBindingMode is \"Later\"; write one of Immediate, WaitForFirstConsumer"
    ),
  ])
  func `mistakes are told with their place`(text: String, message: String) {
    do {
      _ = try ManifestReader.read(SourceFile(name: "f.yaml", text: text))
      Issue.record("a broken manifest was taken")
    } catch {
      #expect("\(error)".contains(message), "\(error)")
    }
  }

  private static func volume(
    _ name: String, _ gibibytes: Int64, _ modes: [String] = ["ReadWriteOnce"],
    edit: (inout PersistentVolume) -> Void = { _ in }
  ) -> PersistentVolume {
    var volume = PersistentVolume(
      metadata: ObjectMeta(name: name), capacity: .gibibytes(gibibytes), accessModes: modes,
      source: .hostPath("/"))
    volume.status.phase = .available
    edit(&volume)
    return volume
  }

  /// What the recorded binder chose (trace s7b), and the rules around it.
  @Test func `the fewest ways of use come first, then the smallest volume`() {
    var claim = PersistentVolumeClaim(
      metadata: ObjectMeta(name: "c", namespace: "default"), request: .gibibytes(3),
      accessModes: ["ReadWriteOnce"])
    claim.metadata.uid = "u"
    let ten = Self.volume("pv-10", 10)
    let five = Self.volume("pv-5", 5)
    let shared = Self.volume("pv-rwx-3", 3, ["ReadWriteMany", "ReadWriteOnce"])
    let small = Self.volume("pv-1", 1)
    let all = [small, ten, five, shared]
    #expect(VolumeMatch.best(for: claim, among: all)?.metadata.name == "pv-5")
    #expect(VolumeMatch.best(for: claim, among: [small, shared])?.metadata.name == "pv-rwx-3")
    #expect(VolumeMatch.best(for: claim, among: [small]) == nil)
    #expect(VolumeMatch.best(for: claim, among: all, isDelayed: true) == nil)
    // A volume that is kept for the claim wins over a smaller one.
    let kept = Self.volume("pv-20", 20) { $0.claim = ClaimReference(claim.key) }
    #expect(VolumeMatch.best(for: claim, among: all + [kept])?.metadata.name == "pv-20")
    let others = Self.volume("pv-4", 4) { $0.claim = ClaimReference(claim.key, uid: "other") }
    let released = Self.volume("pv-3", 3) { $0.status.phase = .released }
    let classed = Self.volume("pv-3b", 3) { $0.storageClassName = "fast" }
    #expect(
      VolumeMatch.best(for: claim, among: [others, released, classed, five])?.metadata.name
        == "pv-5")
    claim.selector = LabelSelector(matchLabels: ["tier": "fast"])
    #expect(VolumeMatch.best(for: claim, among: all) == nil)
  }
}

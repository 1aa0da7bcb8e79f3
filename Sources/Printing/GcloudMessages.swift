/// What `gcloud container clusters` prints.
public enum GcloudMessages {
  /// What is known of a cluster when it has been made.
  public struct Cluster: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its zone.
    public var location: String
    /// The version of its control plane and nodes, such as `v1.36.2`.
    public var version: String
    /// The address of its control plane.
    public var masterIP: String
    /// The type of its machines.
    public var machineType: String
    /// How many machines it has.
    public var nodes: Int

    /// A cluster.
    public init(
      name: String, location: String, version: String, masterIP: String, machineType: String,
      nodes: Int
    ) {
      self.name = name
      self.location = location
      self.version = version
      self.masterIP = masterIP
      self.machineType = machineType
      self.nodes = nodes
    }
  }

  /// What `create` prints in the end: progress, credentials, and the cluster in a table.
  public static func created(_ cluster: Cluster) -> String {
    let hasPrefix = cluster.version.hasPrefix("v")
    let version = String(cluster.version.dropFirst(hasPrefix ? 1 : 0))
    let row = [
      cluster.name, cluster.location, version, cluster.masterIP, cluster.machineType,
      version, "\(cluster.nodes)", "RUNNING",
    ]
    let head = [
      "NAME", "LOCATION", "MASTER_VERSION", "MASTER_IP", "MACHINE_TYPE", "NODE_VERSION",
      "NUM_NODES", "STATUS",
    ]
    let table = [head, row].map { $0.joined(separator: "\t") }.joined(separator: "\n")
    return """
      Creating cluster \(cluster.name) in \(cluster.location)... Cluster is being health-checked \
      (Kubernetes Control Plane is healthy)...done.
      Created [\(cluster.name)].
      kubeconfig entry generated for \(cluster.name).
      \(TabWriter(minimumWidth: 0, padding: 2).align(table))

      """
  }

  /// What `delete` prints in the end.
  public static func deleted(name: String, location: String) -> String {
    "Deleting cluster \(name)...done.\nDeleted [\(name)] in \(location).\n"
  }

  /// What `get-credentials` prints.
  public static func credentials(name: String) -> String {
    "Fetching cluster endpoint and auth data.\nkubeconfig entry generated for \(name).\n"
  }

  /// What any command on a cluster says that is not there.
  public static func notFound(name: String, location: String) -> String {
    "ERROR: (gcloud.container.clusters) ResponseError: code=404, message=Not found: cluster "
      + "\(name) in \(location).\n"
  }

  /// What `create` says when the cluster is there already.
  public static func alreadyExists(name: String) -> String {
    "ERROR: (gcloud.container.clusters.create) ResponseError: code=409, message=Already exists: "
      + "cluster \(name).\n"
  }
}

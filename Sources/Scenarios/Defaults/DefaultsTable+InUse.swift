import ClusterSim
import Units

extension DefaultsTable {
  /// The defaults that nobody measured or documented and that `design` relies on: of parts that it
  /// has, and whose value is the default's.
  ///
  /// A scenario that writes just what the default is relies on it as well: the value is no better
  /// known for that.
  public static func assumed(in design: ClusterDesign) -> [DefaultRow] {
    let used = Set(sections(design) + programs(design) + clients(design) + others(design))
    return rows.filter { $0.label == .assumed && used.contains($0.path) }
  }

  private static func kept<Root>(_ parameters: [Parameter<Root>], by root: Root) -> [String] {
    parameters.filter { $0.isDefault(root) }.map(\.row.path)
  }

  private static func sections(_ design: ClusterDesign) -> [String] {
    kept(ClusterParameters.network, by: design.network)
      + kept(ClusterParameters.controlPlane, by: design.controlPlane)
      + kept(ClusterParameters.cloud, by: design.cloud)
      + kept(ClientParameters.objective, by: design.objective)
  }

  private static func programs(_ design: ClusterDesign) -> [String] {
    design.images.flatMap { binding -> [String] in
      let size = binding.size == .mebibytes(200) ? ["images.size"] : []
      switch binding.program {
      case .gunicorn(let gunicorn):
        let link = gunicorn.database.map { kept(ProgramParameters.database, by: $0) } ?? []
        return size + kept(ProgramParameters.gunicorn, by: gunicorn) + link
      case .postgresql(let postgresql):
        return size + kept(ProgramParameters.postgresql, by: postgresql)
      case .plain(let plain): return size + kept(ProgramParameters.plain, by: plain)
      case .task(let task): return size + kept(ProgramParameters.task, by: task)
      case .pause: return size
      }
    }
  }

  private static func clients(_ design: ClusterDesign) -> [String] {
    design.clients.flatMap { client -> [String] in
      let own = kept(ClientParameters.client, by: client)
      let retries = kept(ClientParameters.retries, by: client.retries)
      // How a client tries again matters only if it does.
      guard client.retries.count > 0 else {
        return own + retries.filter { $0 == "clients.retries.count" }
      }
      let usual = client.retries.causes == RetryDesign().causes
      return own + retries + (usual ? ["clients.retries.on"] : [])
    }
  }

  private static func others(_ design: ClusterDesign) -> [String] {
    let shape = ClusterShape()
    var used: [String] = []
    if design.cluster.provider == shape.provider { used.append("cluster.provider") }
    if design.cluster.zones == shape.zones { used.append("cluster.zones") }
    if design.end == .afterTimeline(settle: .seconds(60)) { used.append("end.after") }
    for step in design.timeline {
      switch step.trigger {
      case .after(TimelineDecoder.typing): used.append("timeline.after")
      case .when(_, let timeout, let pause):
        if timeout == .minutes(10) { used.append("timeline.wait.timeout") }
        if pause == TimelineDecoder.typing { used.append("timeline.after") }
      default: break
      }
    }
    return used
  }
}

import Units

/// Something that goes wrong, or is put right.
///
/// A fault with a time mends by itself when that has passed; one without stays until a step mends
/// it.
public enum FaultDesign: Hashable, Sendable {
  /// A machine loses power: nothing on it runs or answers any more.
  case killNode(NodePick, for: TimeSpan? = nil)
  /// A machine that was killed is switched on again, with an empty memory and its disk.
  case restoreNode(NodePick)
  /// The main process of one container gets SIGKILL.
  case killProcess(PodPick, container: String?)
  /// The processes of one container are stopped where they are: connections are taken into the
  /// backlog, nobody is answered, only SIGKILL ends them.
  case hangProcess(PodPick, container: String?, for: TimeSpan? = nil)
  /// The processes of a container that hangs go on.
  case resumeProcess(PodPick, container: String?)
  /// All machines of a zone are lost.
  case zoneOutage(String, loses: ZoneLoss, for: TimeSpan? = nil)
  /// The machines of a zone are switched on again, and its network is back.
  case restoreZone(String)
  /// Nothing passes between two ends.
  case cutLink(LinkDesign, for: TimeSpan? = nil)
  /// What was cut between two ends, or (nil) anywhere, passes again.
  case healLink(LinkDesign?)
  /// The registry of images does not answer.
  case registryOutage(for: TimeSpan? = nil)
  /// It answers again.
  case registryReturn
}

/// What the machines of a zone lose.
public enum ZoneLoss: String, CaseIterable, Hashable, Sendable {
  /// Power: everything on them ends.
  case power
  /// The network to all that is outside of the zone: everything on them runs on.
  case network
}

/// A link: everything that passes between two ends, in both directions.
public struct LinkDesign: Hashable, Sendable {
  /// One end …
  public var a: LinkEnd
  /// … and the other.
  public var b: LinkEnd

  /// The link between `a` and `b`.
  public init(_ a: LinkEnd, _ b: LinkEnd) {
    self.a = a
    self.b = b
  }
}

/// One end of a link.
public enum LinkEnd: Hashable, Sendable {
  /// A machine.
  case node(NodePick)
  /// All machines of a zone, with the clients that stand in it.
  case zone(String)
  /// Where the API server and the controllers run: in no zone of the cluster.
  case controlPlane
  /// Users, the cloud's load balancers and the registry of images.
  case outside
  /// All that the other end does not name.
  case everything
}

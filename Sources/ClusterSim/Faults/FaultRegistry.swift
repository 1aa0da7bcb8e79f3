import Units

/// Something that goes wrong on purpose, ready to strike a run.
///
/// A fault turns what a real mishap would turn (a machine's power, a process) and lets everything
/// else follow: it tells no controller and loses no request by itself.
protocol Fault {
  /// Lets it happen now; returns what a reader of the transcript is told, with a line feed.
  func strike(_ run: ClusterRun) -> String
}

/// All faults that a scenario can name, each in a file of this folder.
enum FaultRegistry {
  /// The fault that `design` describes.
  static func fault(_ design: FaultDesign) -> any Fault {
    switch design {
    case .killNode(let pick, let span): KillNode(node: pick, span: span)
    case .restoreNode(let pick): RestoreNode(node: pick)
    case .killProcess(let pick, let container): KillProcess(pod: pick, container: container)
    case .hangProcess(let pick, let container, let span):
      HangProcess(pod: pick, container: container, span: span)
    case .resumeProcess(let pick, let container):
      ResumeProcess(pod: pick, container: container)
    case .zoneOutage(let zone, let loss, let span):
      ZoneOutage(zone: zone, loss: loss, span: span)
    case .restoreZone(let zone): RestoreZone(zone: zone)
    case .cutLink(let link, let span): CutLink(link: link, span: span)
    case .healLink(let link): HealLink(link: link)
    case .registryOutage(let span): RegistryOutage(span: span)
    case .registryReturn: RegistryReturn()
    }
  }
}

extension ClusterRun {
  /// Lets something go wrong; returns what a reader is told about it.
  public func inject(_ fault: FaultDesign) -> String {
    FaultRegistry.fault(fault).strike(self)
  }

  /// Mends a fault by itself after `span`, when it has one; returns the words that say so.
  func mend(after span: TimeSpan?, _ action: @escaping () -> Void) -> String {
    guard let span else { return "" }
    clock.after(span, action)
    return ", for \(FaultText.span(span))"
  }
}

/// How faults put things for the transcript.
enum FaultText {
  /// A span in seconds, without a fraction that is zero: `90 s`.
  static func span(_ span: TimeSpan) -> String {
    let whole = span.nanoseconds / 1_000_000_000
    let isWhole = span.nanoseconds % 1_000_000_000 == 0
    return isWhole ? "\(whole) s" : "\(span.seconds) s"
  }
}

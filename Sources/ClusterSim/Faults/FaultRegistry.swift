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
    case .killNode(let pick): KillNode(node: pick)
    case .restoreNode(let pick): RestoreNode(node: pick)
    case .killProcess(let pick, let container): KillProcess(pod: pick, container: container)
    }
  }
}

extension ClusterRun {
  /// Lets something go wrong; returns what a reader is told about it.
  public func inject(_ fault: FaultDesign) -> String {
    FaultRegistry.fault(fault).strike(self)
  }
}

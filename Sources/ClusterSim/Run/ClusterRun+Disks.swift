import Cloud
import ControllerRuntime
import KubeAPI
import KubeStore
import Machines
import Randomness
import Units

/// The machines of a run by name, for those who are made before the run itself.
final class Hardware {
  private var machines: [String: SimulatedMachine] = [:]

  /// Takes a new machine up.
  func add(_ machine: SimulatedMachine) { machines[machine.name] = machine }

  /// A machine was given back.
  func remove(_ name: String) { machines[name] = nil }

  /// The machine called `name`, with or without power; nil when there is none.
  func machine(_ name: String) -> SimulatedMachine? { machines[name] }
}

/// Disks and what databases have written to them.
extension ClusterRun {
  /// The book of what databases write, which looks claims and pods up in `store`.
  static func databases(
    _ clock: any Clock, _ streams: Streams, _ store: KubeStore
  ) -> DatabaseBook {
    DatabaseBook(
      clock: clock, streams: streams,
      volume: { [unowned store] key in
        guard let claim = store.get(PersistentVolumeClaim.self, key), !claim.volumeName.isEmpty
        else { return nil }
        return store.get(PersistentVolume.self, ObjectKey(name: claim.volumeName))
      },
      podExists: { [unowned store] uid in
        store.all(Pod.self).contains { $0.metadata.uid == uid }
      })
  }

  /// What became of each database's data by now, sorted by name.
  public var databases: [DatabaseAccount] { processes.databases.figures }

  /// Disks that are there, sorted by name.
  public var diskNames: [String] { disks.names }

  func connectDisks() {
    disks.taken = { [unowned self] in processes.diskTaken($0, from: $1) }
    disks.destroyed = { [unowned self] in processes.databases.diskGone($0) }
  }

  /// A volume that a person writes names a disk that is there already: it costs from now on.
  func learn(_ volume: PersistentVolume, _ change: WatchEvent.Change) {
    guard change == .added, let disk = volume.attachableName else { return }
    let label = volume.metadata.labels["topology.kubernetes.io/zone"]
    disks.adopt(disk, size: volume.capacity, zone: label)
  }
}

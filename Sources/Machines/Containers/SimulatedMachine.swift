public import ControllerRuntime
public import Units

/// One machine: what it has, where it stands, and whether it has power.
public final class SimulatedMachine {
  /// Whether a machine works.
  public enum Power: Hashable, Sendable {
    /// Not there, or without power.
    case off
    /// On its way to working.
    case booting
    /// At work.
    case up
  }

  /// The machine's name, which its node will have.
  public let name: String
  /// Its number among all machines of the run, from 0; never given twice.
  public let index: Int
  /// Where it stands.
  public let zone: String
  /// Its CPU.
  public let cpu: MilliCPU
  /// Its memory.
  public let memory: Bytes
  private let clock: any Clock
  private var boot: TimerToken?
  private var observers: [(Power) -> Void] = []
  /// Whether it works now.
  public private(set) var power = Power.off
  /// When it came up last; nil while it is not up.
  public private(set) var upSince: Instant?

  /// A machine without power.
  public init(
    name: String, index: Int, zone: String, cpu: MilliCPU, memory: Bytes, clock: any Clock
  ) {
    self.name = name
    self.index = index
    self.zone = zone
    self.cpu = cpu
    self.memory = memory
    self.clock = clock
  }

  /// Its address inside the cluster's network, by its number: 10.128.0.2 and on.
  ///
  /// Documented: GCP's default networks give us-central1 the range 10.128.0.0/20, and keep the
  /// first two addresses.
  public var address: String {
    let number = index + 2
    return "10.\(128 + number / 65_536).\(number / 256 % 256).\(number % 256)"
  }

  /// Calls `observer` whenever the power has changed, in the order of addition.
  public func observe(_ observer: @escaping (Power) -> Void) { observers.append(observer) }

  /// Switches it on; it works after `time`. Without effect when it is on already.
  public func powerOn(after time: TimeSpan) {
    guard power == .off else { return }
    set(.booting)
    boot = clock.after(time) { [weak self] in
      self?.boot = nil
      self?.set(.up)
    }
  }

  /// Takes its power away at once.
  public func powerOff() {
    if let boot { clock.cancel(boot) }
    boot = nil
    guard power != .off else { return }
    set(.off)
  }

  private func set(_ next: Power) {
    power = next
    upSince = next == .up ? clock.now : nil
    for observer in observers { observer(next) }
  }
}

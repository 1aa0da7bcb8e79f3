import ControllerRuntime
import KubeAPI
import Randomness
import Units

/// Keeps the rules of one node's data path as the cluster's services want them.
///
/// A change reaches the node after its own watch delay; the first is written at once, further ones
/// wait until the proxy has rested. While rules are being written the old ones hold.
/// Source: `pkg/proxy/iptables/proxier.go`, v1.36.
public final class KubeProxy: SettlingPart {
  /// The node's name.
  public let node: String
  private let book: ServiceRulesBook
  private let proxy: any ServiceProxy
  private let clock: any Clock
  private let transport: any APITransport
  private let parameters: NodeAgentParameters
  private var random: RandomStream
  private var runner: BoundedFrequencyRunner?
  private var subscription: Int?
  private var pending: [ObjectKey: ServiceRules?] = [:]
  private var applied: [ObjectKey: UInt64] = [:]
  private var lastArrival = Instant.start
  private var isCutOff = false
  /// How often the rules were written.
  public private(set) var syncCount = 0

  /// The proxy of `node`, which writes to `proxy` what `book` says.
  public init(
    node: String, book: ServiceRulesBook, proxy: any ServiceProxy, clock: any Clock,
    transport: any APITransport, parameters: NodeAgentParameters, random: RandomStream
  ) {
    self.node = node
    self.book = book
    self.proxy = proxy
    self.clock = clock
    self.transport = transport
    self.parameters = parameters
    self.random = random
    (clock as? any PartRegistry)?.register(self)
  }

  /// The Service whose newest rules are not written on the node; nil when there is none, or the
  /// proxy cannot know of them.
  public var unsettled: String? {
    guard isRunning, !isCutOff else { return nil }
    for rules in book.all where applied[rules.service] != rules.version {
      return "\(node) has not written the newest rules of \(rules.service)"
    }
    let present = Set(book.all.map(\.service))
    let old = applied.keys.sorted().first { !present.contains($0) }
    return old.map { "\(node) still has rules of \($0)" }
  }

  /// Whether it works, and so answers the health checks of load balancers.
  public var isRunning: Bool { subscription != nil }

  /// Begins with the rules as they are now.
  public func start() {
    precondition(!isRunning, "the kube-proxy of \(node) runs already")
    runner = BoundedFrequencyRunner(clock: clock, rest: parameters.proxyMinSync) {
      [weak self] done in self?.sync(done)
    }
    subscription = book.subscribe { [weak self] key, rules in self?.hear(key, rules) }
    for rules in book.all { hear(rules.service, rules) }
  }

  /// The machine has lost power, and its rules with it.
  public func crash() {
    if let subscription { book.unsubscribe(subscription) }
    subscription = nil
    runner?.stop()
    runner = nil
    pending = [:]
    for key in applied.keys.sorted() { proxy.remove(key) }
    applied = [:]
    isCutOff = false
  }

  /// The machine is up again.
  public func resume() { start() }

  /// The node's link to the API server is down: it hears of no change, and its rules stay.
  public func cutOff() { isCutOff = true }

  /// The link is up again: the node catches up with what it has missed.
  public func reconnect() {
    guard isCutOff else { return }
    isCutOff = false
    let newest = book.all
    for rules in newest where applied[rules.service] != rules.version {
      hear(rules.service, rules)
    }
    let present = Set(newest.map(\.service))
    for key in applied.keys.sorted() where !present.contains(key) { hear(key, nil) }
  }

  private func hear(_ key: ObjectKey, _ rules: ServiceRules?) {
    guard !isCutOff, let subscription else { return }
    // Events of one watch never overtake each other.
    lastArrival = max(lastArrival, clock.now + transport.watchDelay())
    clock.after(lastArrival - clock.now) { [weak self] in
      guard let self, self.subscription == subscription, !isCutOff else { return }
      pending.updateValue(rules, forKey: key)
      runner?.run()
    }
  }

  private func sync(_ done: @escaping () -> Void) {
    let changes = pending
    pending = [:]
    let current = subscription
    clock.after(parameters.proxySync.sampleSpan(&random)) { [weak self] in
      guard let self, subscription == current else { return }
      syncCount += 1
      for key in changes.keys.sorted() {
        if let rules = changes[key] ?? nil {
          applied[key] = rules.version
          proxy.apply(rules)
        } else {
          applied[key] = nil
          proxy.remove(key)
        }
      }
      done()
    }
  }
}

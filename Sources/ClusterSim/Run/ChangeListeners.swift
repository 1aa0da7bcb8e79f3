/// Those who want to look again whenever the store has changed.
///
/// Looks are gathered: however much changes at one instant, each listener looks once.
struct ChangeListeners {
  private var listeners: [(id: Int, look: () -> Bool)] = []
  private var issued = 0

  /// Adds a listener, which stays for as long as it answers true.
  mutating func add(_ look: @escaping () -> Bool) {
    issued += 1
    listeners.append((issued, look))
  }

  /// Whether nobody listens.
  var isEmpty: Bool { listeners.isEmpty }

  /// The listeners as they are now.
  var all: [(id: Int, look: () -> Bool)] { listeners }

  /// Drops the listeners with these numbers.
  mutating func remove(_ ids: [Int]) { listeners.removeAll { ids.contains($0.id) } }
}

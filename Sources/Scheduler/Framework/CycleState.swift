/// What the plugins of one scheduling cycle tell each other and themselves.
///
/// Values are found by their type: a plugin declares a final class for what it works out in
/// PreFilter or PreScore and reads it back in Filter or Score.
public final class CycleState {
  @exclusivity(unchecked)
  private var values: [(type: ObjectIdentifier, value: AnyObject)] = []
  /// Plugins that have nothing to filter for this pod.
  @exclusivity(unchecked)
  var filtersSkipped: [Bool] = []
  /// Plugins that have nothing to score for this pod.
  @exclusivity(unchecked)
  var scoresSkipped: [Bool] = []

  /// The state of a cycle that begins.
  public init() {}

  /// Puts `value` in place of the earlier one of its type.
  public func write<Value: AnyObject>(_ value: Value) {
    let type = ObjectIdentifier(Value.self)
    if let place = values.firstIndex(where: { $0.type == type }) {
      values[place].value = value
    } else {
      values.append((type, value))
    }
  }

  /// The same state, to be changed apart: values that a trial changes are copied, others shared.
  func copy() -> CycleState {
    let other = CycleState()
    other.values = values.map { ($0.type, ($0.value as? any CopyableState)?.copy() ?? $0.value) }
    other.filtersSkipped = filtersSkipped
    other.scoresSkipped = scoresSkipped
    return other
  }

  /// The value of this type, if one was written in this cycle.
  public func read<Value: AnyObject>(_ type: Value.Type) -> Value? {
    let wanted = ObjectIdentifier(type)
    for entry in values where entry.type == wanted { return entry.value as? Value }
    return nil
  }
}

/// A value of a cycle that changes when pods are put on a node or taken off it on trial.
public protocol CopyableState: AnyObject {
  /// The same value, to be changed apart; of the same type.
  func copy() -> AnyObject
}

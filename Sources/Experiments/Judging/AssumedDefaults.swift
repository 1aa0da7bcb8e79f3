import Results
import Scenarios

/// The defaults that nobody measured or documented, for the reports.
enum AssumedDefaults {
  /// All of them, in the order of the scenario language's table.
  static var all: [AssumedDefault] {
    DefaultsTable.rows.filter { $0.label == .assumed }
      .map { AssumedDefault(name: $0.path, value: $0.value, effect: $0.meaning) }
  }
}

import ClusterSim
import Results
import Scenarios

/// The defaults that nobody measured or documented, for the reports.
enum AssumedDefaults {
  /// Those that `design` relies on, in the order of the scenario language's table.
  static func of(_ design: ClusterDesign) -> [AssumedDefault] {
    DefaultsTable.assumed(in: design)
      .map { AssumedDefault(name: $0.path, value: $0.value, effect: $0.meaning) }
  }
}

import ClusterSim
import Documents

/// Every default of the scenario language, with how well it is known and who says so.
///
/// `scenarios/README.md` shows this table; a test keeps them equal, and another holds each row
/// against the value that a design really starts with.
public enum DefaultsTable {
  /// All rows, section by section.
  public static var rows: [DefaultRow] {
    ClusterParameters.network.map(\.row) + ClusterParameters.controlPlane.map(\.row)
      + ClusterParameters.cloud.map(\.row) + ProgramParameters.gunicorn.map(\.row)
      + ProgramParameters.database.map(\.row) + ProgramParameters.postgresql.map(\.row)
      + ProgramParameters.plain.map(\.row) + ClientParameters.client.map(\.row)
      + ClientParameters.retries.map(\.row) + ClientParameters.objective.map(\.row)
  }

  /// The table in Markdown, as the README has it.
  public static var markdown: String {
    let head = ["| field | default | known | source |", "|---|---|---|---|"]
    let lines = rows.map { row in
      "| `\(row.path)`: \(row.meaning) | `\(row.value)` | \(row.label.rawValue) | \(row.source) |"
    }
    return (head + lines).joined(separator: "\n") + "\n"
  }

  /// Fields whose described default is not what a design starts with; a test wants none.
  package static var wrongRows: [String] {
    func wrong<Root>(_ parameters: [Parameter<Root>], _ root: Root) -> [String] {
      parameters.filter { !$0.isDefault(root) }.map(\.row.path)
    }
    let client = ClientDesign(
      name: "", target: ServiceTarget(name: ""),
      load: .open(OpenLoad(rate: .constant(.zero))), mix: [])
    let plain = PlainDesign(service: .deterministic(0.0))
    return wrong(ClusterParameters.network, NetworkDesign())
      + wrong(ClusterParameters.controlPlane, ControlPlaneDesign())
      + wrong(ClusterParameters.cloud, CloudDesign())
      + wrong(ProgramParameters.gunicorn, GunicornDesign())
      + wrong(ProgramParameters.database, DatabaseLink())
      + wrong(ProgramParameters.postgresql, PostgreSQLDesign())
      + wrong(ProgramParameters.plain, plain) + wrong(ClientParameters.client, client)
      + wrong(ClientParameters.retries, RetryDesign())
      + wrong(ClientParameters.objective, ObjectiveDesign())
  }
}

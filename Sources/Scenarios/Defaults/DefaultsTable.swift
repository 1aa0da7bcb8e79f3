import ClusterSim
import Documents

/// Every default of the scenario language, with how well it is known and who says so.
///
/// `scenarios/README.md` shows this table; a test keeps them equal, and another holds each row
/// against the value that a design really starts with.
public enum DefaultsTable {
  /// All rows, section by section.
  public static var rows: [DefaultRow] {
    otherRows + ClusterParameters.network.map(\.row) + ClusterParameters.controlPlane.map(\.row)
      + ClusterParameters.scheduler.map(\.row) + ClusterParameters.cloud.map(\.row)
      + ProgramParameters.gunicorn.map(\.row)
      + ProgramParameters.database.map(\.row) + ProgramParameters.postgresql.map(\.row)
      + ProgramParameters.plain.map(\.row) + ProgramParameters.plainEndpoint.map(\.row)
      + ProgramParameters.hop.map(\.row) + ProgramParameters.task.map(\.row)
      + ClientParameters.client.map(\.row)
      + ClientParameters.retries.map(\.row) + ClientParameters.objective.map(\.row)
  }

  /// Defaults that no design holds as a value of its own.
  private static var otherRows: [DefaultRow] {
    func row(
      _ section: String, _ field: String, _ value: String, _ label: DefaultLabel,
      _ source: String, _ meaning: String
    ) -> DefaultRow {
      DefaultRow(
        section: section, field: field, value: value, label: label, source: source,
        meaning: meaning)
    }
    let cli = "the provider's command line"
    return [
      row("cluster", "provider", "gcp", .assumed, "the article's", "who rents out machines"),
      row("cluster", "zones", "us-central1-b", .assumed, "a common one", "zones of pools"),
      row(
        "timeline", "run: gcloud … create --num-nodes", "3", .documented, cli, "machines made"),
      row(
        "timeline", "run: gcloud … create --machine-type", "e2-medium", .documented, cli,
        "their type"),
      row("timeline", "after", "1s", .assumed, "a quick typist", "time before a command"),
      row(
        "timeline", "wait.timeout", "10m", .assumed, "long for all that is waited for",
        "how long a step waits at most"),
      row("images", "size", "200Mi", .assumed, "a slim image", "bytes fetched and unpacked"),
      row(
        "images.gunicorn.database", "found-by", "environment", .documented, "the article's image",
        "how the database's address is found"),
      row(
        "images.gunicorn.database", "connections", "per-request", .documented,
        "Django's CONN_MAX_AGE", "when connections are made"),
      row(
        "clients", "arrivals", "poisson", .documented, "many independent users",
        "how arrivals fall in time"),
      row(
        "clients.retries", "on", "[refused, reset, timeout]", .assumed, "common in libraries",
        "the failures tried again"),
      row("end", "after", "1m", .assumed, "requests in flight end", "time after the last step"),
    ]
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
      + wrong(ClusterParameters.scheduler, SchedulerDesign())
      + wrong(ClusterParameters.cloud, CloudDesign())
      + wrong(ProgramParameters.gunicorn, GunicornDesign())
      + wrong(ProgramParameters.database, DatabaseLink())
      + wrong(ProgramParameters.postgresql, PostgreSQLDesign())
      + wrong(ProgramParameters.plain, plain)
      + wrong(ProgramParameters.plainEndpoint, PlainEndpointDesign(name: ""))
      + wrong(ProgramParameters.hop, HopDesign(service: ServiceTarget(name: "")))
      + wrong(ProgramParameters.task, TaskDesign())
      + wrong(ClientParameters.client, client)
      + wrong(ClientParameters.retries, RetryDesign())
      + wrong(ClientParameters.objective, ObjectiveDesign())
  }
}

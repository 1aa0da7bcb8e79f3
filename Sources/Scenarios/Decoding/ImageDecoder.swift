import ClusterSim
import Documents
import Randomness
import Units

/// Reads `images`: what runs inside which image.
enum ImageDecoder {
  private static let programs = ["gunicorn", "postgresql", "plain", "task", "pause"]

  static func binding(_ reader: MappingReader) -> ImageBinding? {
    let pattern = reader.required("image", .string)
    let size = reader.optional("size", .bytes) ?? .mebibytes(200)
    let version = reader.optional("version", .string)
    guard let program = program(reader), let pattern else { return nil }
    let label: VersionLabel
    switch version {
    case nil, "tag": label = .tag
    case "image": label = .image
    case let fixed?: label = .fixed(fixed)
    }
    return ImageBinding(pattern: pattern, size: size, version: label, program: program)
  }

  private static func program(_ reader: MappingReader) -> ProgramDesign? {
    let written = programs.filter { name in reader.mapping.entries.contains { $0.key == name } }
    for name in programs { _ = reader.value(name) }
    guard written.count == 1 else {
      reader.fail(
        written.isEmpty ? "says no program" : "says \(written.joined(separator: " and "))",
        hint: "write one of \(programs.joined(separator: ", "))",
        code: written.isEmpty ? .missingField : .wrongValue)
      return nil
    }
    // A program without fields of its own may be written empty: `pause:`.
    switch written[0] {
    case "gunicorn":
      guard reader.has("gunicorn") else { return .gunicorn(GunicornDesign()) }
      return reader.object("gunicorn", gunicorn).map(ProgramDesign.gunicorn)
    case "postgresql":
      guard reader.has("postgresql") else { return .postgresql(PostgreSQLDesign()) }
      return reader.object("postgresql") { postgresql in
        var design = PostgreSQLDesign()
        postgresql.read(ProgramParameters.postgresql, into: &design)
        return .postgresql(design)
      }
    case "task":
      guard reader.has("task") else { return .task(TaskDesign()) }
      return reader.object("task") { task in
        var design = TaskDesign()
        task.read(ProgramParameters.task, into: &design)
        return .task(design)
      }
    case "plain": return reader.requiredObject("plain", PlainDecoder.plain).map(ProgramDesign.plain)
    default:
      guard reader.has("pause") else { return .pause }
      return reader.object("pause") { _ in .pause }
    }
  }

  private static func gunicorn(_ reader: MappingReader) -> GunicornDesign? {
    var design = GunicornDesign()
    reader.read(ProgramParameters.gunicorn, into: &design)
    if let value = reader.value("database") {
      if case .scalar(let scalar) = value.node, scalar.text == "none" {
        design.database = nil
      } else {
        design.database = value.object(database)
      }
    }
    if let changed = reader.map("endpoints", { endpoint($0, $1, of: design) }) {
      for endpoint in changed {
        if let place = design.endpoints.firstIndex(where: { $0.name == endpoint.name }) {
          design.endpoints[place] = endpoint
        } else {
          design.endpoints.append(endpoint)
        }
      }
    }
    return design
  }

  private static func database(_ reader: MappingReader) -> DatabaseLink? {
    var link = DatabaseLink()
    reader.read(ProgramParameters.database, into: &link)
    switch reader.optional("found-by", .choice(["environment", "name"])) {
    case "environment": link.discovery = .environment
    case "name": link.discovery = .name
    default: break
    }
    switch reader.optional("connections", .choice(["per-request", "persistent"])) {
    case "per-request": link.lifetime = .perRequest
    case "persistent": link.lifetime = .persistent
    default: break
    }
    return link
  }

  /// A view: a new one, or one of the blog's with some costs changed.
  private static func endpoint(
    _ key: Located<String>, _ reader: MappingReader, of design: GunicornDesign
  ) -> EndpointDesign? {
    let known = design.endpoints.first { $0.name == key.value }
    let cpu =
      known == nil
      ? reader.required("cpu", .distribution)
      : reader.optional("cpu", .distribution) ?? known?.cpu
    let queries = reader.optional("queries", .integer(in: 0...10_000)) ?? known?.queries ?? 0
    let queryCPU = reader.optional("query-cpu", .distribution) ?? known?.queryCPU
    let commits = reader.optional("commits", .boolean) ?? known?.commits ?? false
    if queries > 0, queryCPU == nil || known?.queries == 0, !reader.has("query-cpu") {
      reader.fail(
        "has queries and says nothing of their cost", hint: "add query-cpu: 300us",
        code: .missingField)
    }
    guard let cpu else { return nil }
    return EndpointDesign(
      name: key.value, cpu: cpu, queries: queries,
      queryCPU: queryCPU ?? .deterministic(TimeSpan.zero), commits: commits)
  }
}

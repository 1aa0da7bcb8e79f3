import ClusterSim
import Documents
import KubeAPI
import Scheduler
import Units

/// Reads the fields of a scenario's root, part by part, and then what refers from one part to
/// another.
struct ScenarioDecoder {
  private let reader: MappingReader
  private let context: ScenarioContext

  init(_ reader: MappingReader, _ context: ScenarioContext) {
    self.reader = reader
    self.context = context
  }

  /// The design, as far as it could be read.
  var design: ClusterDesign? {
    var design = ClusterDesign(name: reader.optional("name", .name) ?? context.place.name)
    design.description = reader.optional("description", .string)?.trimmed ?? ""
    design.seed = reader.optional("seed", .integer(in: 0 ... .max)) ?? 1
    if let shape = reader.object("cluster", ClusterDecoder.shape) { design.cluster = shape }
    parameters(into: &design)
    design.images = reader.list("images", ImageDecoder.binding) ?? []
    design.manifests = manifests
    let timeline = TimelineDecoder(context: context, cluster: design.cluster)
    let plan = timeline.plan(reader.value("timeline"))
    design.timeline = plan.steps
    design.phases = plan.phases
    design.clients = clients(plan)
    if let objective = reader.object("objective", ObjectiveDecoder.objective) {
      design.objective = objective
    }
    design.window = reader.object("window") { window in
      let until = window.optional("until", plan.moment)
      var design = WindowDesign(
        from: window.optional("from", plan.moment) ?? .at(.start), until: until)
      design.warmUp = WarmUpDecoder.warmUp(window)
      return design
    }
    design.question = reader.object("question") { question in
      question.required("phase", plan.phaseIndex).map {
        QuestionDesign(phase: $0, subject: question.optional("subject", .string)?.trimmed)
      }
    }
    if let end = reader.object("end", ObjectiveDecoder.end) { design.end = end }
    let catalogue = FigureCatalogue(design)
    // Those that name variants are read when all variants are.
    design.expectations = (reader.value("expect")?.items ?? [])
      .filter { !ExpectationParser.namesVariants($0.node.text ?? "") }
      .compactMap { $0.scalar(.expectation(catalogue)) }
    reader.ignore(["variants", "compare", "best"])
    // Of other errors, in whatever file, these would only be echoes.
    if !context.hasErrors { ScenarioChecks(reader, design).report() }
    return design
  }

  private func parameters(into design: inout ClusterDesign) {
    reader.object("network") { network -> Void? in
      network.read(ClusterParameters.network, into: &design.network)
    }
    reader.object("control-plane") { plane -> Void? in
      plane.read(ClusterParameters.controlPlane, into: &design.controlPlane)
    }
    reader.object("scheduler") { scheduler -> Void? in
      design.scheduler.configuration = configuration(scheduler)
      return scheduler.read(ClusterParameters.scheduler, into: &design.scheduler)
    }
    reader.object("cloud") { cloud -> Void? in
      cloud.read(ClusterParameters.cloud, into: &design.cloud)
    }
  }

  private func configuration(_ scheduler: MappingReader) -> SchedulerConfiguration? {
    guard let item = scheduler.value("config"), let path = item.scalar(.string) else { return nil }
    do throws(ValueProblem) {
      return try context.schedulerConfiguration(at: path)
    } catch {
      item.fail(.wrongValue, error.message, hint: error.hint)
      return nil
    }
  }

  private var manifests: [any KubeObject] {
    let items = reader.value("manifests")?.items ?? []
    return items.flatMap { item -> [any KubeObject] in
      guard let path = item.scalar(.string) else { return [] }
      do throws(ValueProblem) {
        return try context.objects(at: path).map(\.object)
      } catch {
        item.fail(.wrongValue, error.message, hint: error.hint)
        return []
      }
    }
  }

  private func clients(_ plan: TimelinePlan) -> [ClientDesign] {
    var clients: [ClientDesign] = []
    for item in reader.value("clients")?.items ?? [] {
      guard let client = item.object({ ClientDecoder.client($0, plan) }) else { continue }
      if clients.contains(where: { $0.name == client.name }) {
        item.fail(
          .wrongValue, "has the name \(quoted(client.name)), which another client has",
          hint: "give each client a name of its own")
      }
      clients.append(client)
    }
    return clients
  }
}

extension ScalarFormat where Value == String {
  /// A name that files and figures can carry: letters, digits, `-`, `_` and `.`.
  static var name: ScalarFormat {
    string.checked { (text) throws(ValueProblem) in
      let isPlain = text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      }
      guard text.utf8.count <= 63 || !isPlain else {
        throw ValueProblem(
          "is \(quoted(text)), of \(text.utf8.count) characters", hint: "write at most 63")
      }
      guard isPlain, !text.isEmpty, text.utf8.count <= 63, text.first != "." else {
        throw ValueProblem(
          "is \(quoted(text))", hint: "write a name of letters, digits, - and _, such as readers")
      }
    }
  }
}

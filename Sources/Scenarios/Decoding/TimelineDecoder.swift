import ClusterSim
import Documents
import KubeAPI
import Units

/// The steps of a timeline, and the names that other parts of a scenario may use.
struct TimelinePlan: Sendable {
  var steps: [TimelineStep] = []
  var phases: [PhaseDesign] = []

  /// A moment: `5m`, `after STEP`, `phase NAME`, the latter two also with `+ 10s`.
  var moment: ScalarFormat<Moment> {
    let names = steps.map { $0.name ?? "" }
    let phaseNames = phases.map(\.name)
    return .parsed(as: "a moment such as 5m, after STEP or phase NAME") { text in
      try Self.moment(text, steps: names, phases: phaseNames)
    }
  }

  /// The name of a phase.
  var phaseIndex: ScalarFormat<Int> {
    let names = phases.map(\.name)
    return .parsed(as: "the name of a phase") { text in
      guard let index = names.firstIndex(of: text) else {
        throw ValueProblem(
          "is \(quoted(text)), and no phase of the timeline is called so",
          hint: Suggestion.hint(for: text, among: names) ?? "write phase: \(text) at a step")
      }
      return index
    }
  }

  private static func moment(
    _ text: String, steps: [String], phases: [String]
  ) throws -> Moment {
    let sides = text.split(separator: "+", omittingEmptySubsequences: false)
    let words = sides[0].split(whereSeparator: \.isWhitespace).map(String.init)
    let isNamed = words.first == "after" || words.first == "phase"
    guard isNamed else { return .at(.start + (try DurationText.parse(text))) }
    guard words.count == 2, sides.count <= 2 else {
      throw ValueProblem(
        "is \(quoted(text))", hint: "write \(words[0]) NAME, or \(words[0]) NAME + 10s")
    }
    let plus = sides.count == 2 ? try DurationText.parse(sides[1].trimmed) : .zero
    let known = words[0] == "after" ? steps : phases
    guard let index = known.firstIndex(of: words[1]) else {
      let named = known.filter { !$0.isEmpty }
      let sort = words[0] == "after" ? "step" : "phase"
      throw ValueProblem(
        "is \(quoted(text)), and no \(sort) of the timeline is called \(words[1])",
        hint: Suggestion.hint(for: words[1], among: named)
          ?? "write \(sort == "step" ? "name" : "phase"): \(words[1]) at a step")
    }
    return words[0] == "after" ? .afterStep(index, plus: plus) : .phase(index, plus: plus)
  }
}

/// Reads `timeline`: what a person types and what goes wrong, step by step.
struct TimelineDecoder {
  /// How long a person takes to type the next command when the scenario does not say.
  static let typing = TimeSpan.seconds(1)

  let context: ScenarioContext
  let cluster: ClusterShape

  func plan(_ value: ValueReader?) -> TimelinePlan {
    var plan = TimelinePlan()
    for item in value?.items ?? [] {
      item.object { reader -> Void? in step(reader, &plan) }
    }
    return plan
  }

  private func step(_ reader: MappingReader, _ plan: inout TimelinePlan) {
    let name = reader.optional("name", .name)
    if let name, plan.steps.contains(where: { $0.name == name }) {
      reader.fail(
        "name", "is \(quoted(name)), which an earlier step has", hint: "choose another name")
    }
    let phase = reader.optional("phase", .name)
    let title = reader.optional("title", .string)
    if let phase { begin(phase, title, reader, &plan) }
    for key in ["title", "steady", "warm-up"] where phase == nil && reader.has(key) {
      reader.fail(key, "belongs to a phase", hint: "write phase: beside it")
    }
    if plan.phases.isEmpty { plan.phases.append(PhaseDesign(name: "timeline")) }
    let trigger = trigger(reader)
    let (action, text) = action(reader)
    if case .nothing = action, text.isEmpty, phase == nil, !reader.has("wait"),
      !reader.has("after"), !reader.has("at"), !reader.has("run"), !reader.has("fault")
    {
      reader.fail("does nothing", hint: "write run:, fault: or wait:", code: .missingField)
    }
    plan.steps.append(
      TimelineStep(
        name: name, phase: plan.phases.count - 1, trigger: trigger, action: action, text: text,
        line: reader.mark.line))
  }

  private func begin(
    _ phase: String, _ title: String?, _ reader: MappingReader, _ plan: inout TimelinePlan
  ) {
    if plan.phases.contains(where: { $0.name == phase }) {
      reader.fail(
        "phase", "is \(quoted(phase)), which an earlier step began", hint: "choose another name")
    }
    plan.phases.append(
      PhaseDesign(name: phase, title: title, warmUp: WarmUpDecoder.warmUp(reader)))
  }

  private func trigger(_ reader: MappingReader) -> StepTrigger {
    let at = reader.optional("at", .duration)
    let after = reader.optional("after", .duration)
    let wait = reader.value("wait")
    if at != nil, after != nil || wait != nil {
      reader.fail(
        "at", "cannot be kept beside \(after == nil ? "wait" : "after")",
        hint: "keep one of them")
    }
    if let wait {
      if case .scalar = wait.node {
        let span = wait.scalar(.duration) ?? .zero
        return .after(span + (after ?? .zero))
      }
      let (condition, timeout) = wait.object(WaitDecoder.wait) ?? (.nodesReady(count: 0), .zero)
      return .when(condition, timeout: timeout, then: after ?? Self.typing)
    }
    if let at { return .at(.start + at) }
    return .after(after ?? Self.typing)
  }

  private func action(_ reader: MappingReader) -> (StepAction, String) {
    let run = reader.value("run")
    let fault = reader.value("fault")
    if run != nil, fault != nil {
      reader.fail(
        "fault", "cannot be kept beside run", hint: "make two steps of them")
    }
    if let run, let text = run.scalar(.string) {
      let command = CommandParser(context: context, cluster: cluster).command(run)
      return (command.map(StepAction.command) ?? .nothing, text.trimmed)
    }
    if let fault, let (design, text) = fault.object(FaultDecoder(zones: cluster.everyZone).fault) {
      return (.fault(design), text)
    }
    return (.nothing, "")
  }
}

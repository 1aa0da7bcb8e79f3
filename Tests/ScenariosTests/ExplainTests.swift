import Foundation
import Scenarios
import Testing

/// Whoever adds a field, a fault, a command or a figure must explain it.
struct TopicTests {
  /// A scenario that holds every list and mapping that a scenario can hold, so that reading it asks
  /// for every field there is. Whoever adds a list or a mapping adds it here, too.
  static let everything = """
    cluster: {pools: [{name: a, machine: {cpu: "1", memory: 1Gi}, count: 1, labels: {}}]}
    images:
      - {image: a, gunicorn: {database: {}, endpoints: {NAME: {}}}}
      - {image: b, postgresql: {}}
      - {image: c, plain: {endpoints: {NAME: {}}, next: [{service: "a:80"}]}}
      - {image: e, task: {}}
      - {image: d, pause: {}}
    clients:
      - {name: a, rate: [{rate: 1/s, for: 1s}, {from: 1/s, to: 2/s, for: 1s}], retries: {}}
      - {name: b, users: 1, think: 1s}
    objective: {}
    window: {}
    timeline:
      - {fault: {kill-node: 0}}
      - {fault: {kill-process: web}}
      - {wait: {pods: a=b, ready: 1}}
      - {wait: {service: a, address: true}}
      - {wait: {nodes: 1}}
      - {phase: one, wait: 1s}
    question: {phase: one}
    end: {after: 1s}
    variants: [{name: a}]
    network: {}
    control-plane: {}
    scheduler: {}
    cloud: {}
    """

  private static let names = Set(TopicCatalogue.all.map(\.name))

  @Test func `every field that a scenario may have is explained`() {
    let asked = ScenarioLoader.fieldsAsked(in: Self.everything)
    #expect(asked.count > 100)
    let missing = asked.subtracting(Self.names).sorted()
    #expect(
      missing == [],
      "add them to Sources/Scenarios/Explaining/FieldTopics*.swift, or to the table of defaults")
  }

  @Test func `no field is explained that a scenario cannot have`() {
    // What sets variants side by side is taken from the root before anything is decoded.
    let asked = ScenarioLoader.fieldsAsked(in: Self.everything)
      .union(["variants", "compare", "best"])
    let fields = TopicCatalogue.all.filter { [.field, .fault, .condition].contains($0.sort) }
    // Flags of commands are no fields.
    let named = fields.map(\.name).filter { !$0.hasPrefix("timeline.run:") }
    #expect(named.filter { !asked.contains($0) } == [])
  }

  @Test func `every command that the parser knows is explained`() {
    #expect(Set(CommandTopics.known).subtracting(Self.names) == [], "add it to CommandTopics")
  }

  @Test func `a topic has one name, a meaning, and says who knows its value`() {
    for topic in TopicCatalogue.all {
      #expect(!topic.meaning.isEmpty && topic.meaning.count < 700, "\(topic.name)")
      #expect(!topic.meaning.contains("`") && !topic.meaning.contains("**"), "\(topic.name)")
      if topic.label != nil { #expect(topic.source?.isEmpty == false, "\(topic.name)") }
      if topic.sort == .field {
        #expect(topic.form?.isEmpty == false || topic.value != nil, "\(topic.name)")
      }
    }
    let twice = Dictionary(grouping: TopicCatalogue.all, by: \.name).filter { $0.value.count > 1 }
    #expect(twice.keys.sorted() == [])
  }

  @Test func `the README's tables of fields are those of the topics`() throws {
    let path = ShippedScenarioTests.root + "/scenarios/README.md"
    let readme = try String(contentsOfFile: path, encoding: .utf8)
    let lines = readme.split(separator: "\n").map(String.init)
    let known = Set(FieldTopics.rows)
    var inTable = false
    var shown: Set<String> = []
    for line in lines {
      if line == "| field | meaning |" {
        inTable = true
      } else if inTable, line.hasPrefix("| `") {
        shown.insert(line)
      } else if !line.hasPrefix("|") {
        inTable = false
      }
    }
    #expect(known.subtracting(shown).sorted() == [], "scenarios/README.md lacks these rows")
    #expect(shown.subtracting(known).sorted() == [], "FieldTopics lacks these rows")
  }
}

/// How a person finds a topic.
struct TopicSearchTests {
  @Test(arguments: [
    ("images.gunicorn.workers", ["images.gunicorn.workers"]),
    ("workers", ["images.gunicorn.workers"]),
    ("gunicorn.workers", ["images.gunicorn.workers"]),
    ("images.0.gunicorn.workers", ["images.gunicorn.workers"]),
    ("images[0].gunicorn.workers", ["images.gunicorn.workers"]),
    ("clients.readers.retries.backoff", ["clients.retries.backoff"]),
    ("kill-node", ["timeline.fault.kill-node"]),
    ("lognormal", ["lognormal"]),
    ("scale", ["kubectl scale"]),
    ("kubectl scale", ["kubectl scale"]),
    ("phases.update.failed", ["failed"]),
    ("run.latency_ms.p99", ["latency_ms.p99"]),
    ("connection refused (no endpoint)", ["connection refused (no endpoint)"]),
    ("STABLE", ["STABLE"]),
    ("timeout", ["clients.timeout", "timeline.wait.timeout"]),
    ("wrokers", []),
    ("", []),
  ])
  func `a part of a name is enough`(query: String, expected: [String]) {
    #expect(TopicCatalogue.find(query).map(\.name) == expected)
  }

  @Test func `an unknown name is told what it was meant to be`() {
    #expect(TopicCatalogue.suggestion(for: "wrokers") == "workers")
    #expect(TopicCatalogue.suggestion(for: "clients.retreis") == "clients.retries")
    #expect(TopicCatalogue.suggestion(for: "qqqqqqqqq") == nil)
  }

  @Test func `a topic says its unit, value, origin and source`() throws {
    let topic = try #require(TopicCatalogue.find("worker-boot").first)
    #expect(
      TopicText.text(of: topic, width: 100) == """
        images.gunicorn.worker-boot
          CPU time until a worker takes requests
          write    a time such as 4ms, exponential 10ms or lognormal 4.5ms cv 0.15
          default  lognormal 310ms cv 0.1
          known    measured: Django 5.2, Gunicorn 27, PostgreSQL 15 on a 2.6 GHz Zen 5 core

        """)
  }
}

import Documents
import Foundation
import KubeAPI
import Scenarios
import Scheduler
import SchedulerLab
import Units

extension Target {
  /// YAML, JSON and CSV as they are.
  static let documents = Target("document", lengthMax: 1 << 16) { bytes in
    guard let file = checked({ try SourceFile(name: "f", bytes: bytes) }) else { return }
    _ = checked { try YAMLReader.documents(in: file) }
    _ = checked { try JSONReader.documents(in: file) }
    _ = checked {
      var reader = try CSVReader(file)
      while let row = try reader.next() { require(row.fields.count > 0, "a row without fields") }
    }
  }

  /// Manifests, as YAML and as JSON.
  static let manifests = Target("manifest", lengthMax: 1 << 15) { bytes in
    for name in ["m.yaml", "m.json"] {
      guard let file = checked({ try SourceFile(name: name, bytes: bytes) }) else { return }
      _ = checked { try ManifestReader.read(file) }
    }
  }

  /// Scheduler configurations, as YAML and as JSON; one that is taken can be set up.
  static let configurations = Target("configuration", lengthMax: 1 << 14) { bytes in
    for name in ["c.yaml", "c.json"] {
      guard let file = checked({ try SourceFile(name: name, bytes: bytes) }) else { return }
      guard let read = checked({ try SchedulerConfiguration(reading: file) }) else { continue }
      for profile in read.profiles {
        let context = PluginContext(cluster: SchedulerCache())
        let framework = try? Framework(profile, registry: .builtIn, context: context)
        require(framework != nil, "the profile \(profile.schedulerName) cannot be set up")
      }
    }
  }

  /// Amounts: what is printed is read as the same amount.
  static let quantities = Target("quantity", lengthMax: 256) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    guard let quantity = try? Quantity(parsing: text) else { return }
    let printed = quantity.description
    require((try? Quantity(parsing: printed)) == quantity, "\(text) is printed as \(printed)")
    _ = (quantity.value, quantity.milliValue, quantity.roundedUpToMilli)
  }

  /// Label selectors: those of two readings find the same.
  static let selectors = Target("selector", lengthMax: 1 << 12) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    guard let selector = try? LabelSelector(parsing: text) else { return }
    require((try? LabelSelector(parsing: text + " ")) == selector, "a blank changes \(text)")
    let labels: StringMap = ["app": "web", "tier": "3"]
    require(!selector.isEmpty || selector.matches(labels), "the empty selector finds everything")
    _ = selector.matches(labels)
  }

  /// Spans of time, rates and distributions: what is printed is read as the same.
  static let durations = Target("duration", lengthMax: 256) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    if let span = try? TimeSpan(parsing: text) {
      require((try? TimeSpan(parsing: span.description)) == span, "\(text) is printed as \(span)")
      require(span >= .zero, "\(text) is negative")
    }
    if let rate = try? RateText.parse(text) {
      require(rate.perSecond >= 0 && rate.perSecond.isFinite, "\(text) is no rate")
    }
    if let distribution = try? DistributionText.parse(text) {
      require(distribution.mean >= 0 && distribution.mean.isFinite, "\(text) has no mean")
    }
  }

  /// Scenarios beside the article's manifests; a first line `--set PATH=VALUE` is an override.
  static let scenarios = Target("scenario", lengthMax: 1 << 15) { bytes in
    var text = String(decoding: bytes, as: UTF8.self)
    var overrides: [String] = []
    while text.hasPrefix("--set "), overrides.count < 4 {
      let line = text.prefix { $0 != "\n" }
      overrides.append(String(line.dropFirst(6)))
      text = String(text.dropFirst(line.count + 1))
    }
    _ = checked {
      try ScenarioLoader.load(
        text: text, name: "s.yaml", folder: articleFolder, overrides: overrides)
    }
  }

  /// The article's scenario, whose manifests a fuzzed timeline may name.
  private static let articleFolder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path + "/scenarios/article"

  /// Cases of the scheduler; small ones are decided about, too, and the decisions written.
  static let cases = Target("case", lengthMax: 1 << 14) { bytes in
    guard let file = checked({ try SourceFile(name: "c.json", bytes: bytes) }),
      let cases = checked({ try CaseFile.cases(in: file) })
    else { return }
    for one in cases.prefix(3) where one.cluster.nodes.count * one.incoming.count <= 400 {
      guard var replay = try? OracleReplay(one) else { preconditionFailure("no scheduler") }
      let steps = replay.run()
      require(steps.count == one.incoming.count, "a pod without a decision")
      var results = CaseResults()
      results.add(steps, of: one)
      require(checked { try SourceFile(name: "r.json", text: results.text) } != nil, "no text")
      for step in steps { _ = ExplanationTable(step.decision).headline }
    }
  }

  /// What `body` gives; problems that it throws must have places and be printable in bounds.
  private static func checked<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch let problems as Problems {
      require(!problems.all.isEmpty || problems.omitted > 0, "an error without a problem")
      for problem in problems.all {
        require(problem.line >= 1 && problem.column >= 1, "a problem without a place: \(problem)")
        require(problem.message.utf8.count < 4_096, "a message without end: \(problem)")
      }
      return nil
    } catch {
      preconditionFailure("an error without a place: \(error)")
    }
  }
}

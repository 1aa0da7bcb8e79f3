import Results
import Units

/// What a reader should know before trusting the figures.
enum WarningsSection {
  static let make: SectionMaker = { results, _ in
    let pods = results.unscheduledPods.map { pod in
      "Pod \(pod.name) found no node since \(Quantity.clock(pod.since)): \(pod.reason)"
    }
    let warmUps = results.warmUps.map(\.sentence)
    let warnings = pods + results.warnings + warmUps
    let context = Context(
      hasWarnings: !warnings.isEmpty, warnings: warnings,
      hasAssumed: !results.assumedDefaults.isEmpty,
      assumed: results.assumedDefaults)
    guard context.hasWarnings || context.hasAssumed else { return nil }
    return Section(
      "warnings", title: "Warnings and assumptions",
      html: Templates.render("warnings", context))
  }

  private struct Context {
    let hasWarnings: Bool
    let warnings: [String]
    let hasAssumed: Bool
    let assumed: [AssumedDefault]
  }
}

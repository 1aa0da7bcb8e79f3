import Results

/// The timeline as a terminal would have shown it.
enum TranscriptSection {
  static let make: SectionMaker = { results, _ in
    guard !results.steps.isEmpty else { return nil }
    let entries = results.steps.map { step in
      Entry(
        heading: Transcript.heading(step), output: step.output, hasOutput: !step.output.isEmpty)
    }
    let count = entries.count == 1 ? "1 step" : "\(Quantity.count(entries.count)) steps"
    return Section(
      "transcript", title: "Transcript",
      lead: "What was typed, and what it printed at that simulated moment.",
      html: Templates.render("transcript", Context(count: count, entries: entries)))
  }

  private struct Entry {
    let heading: String
    let output: String
    let hasOutput: Bool
  }

  private struct Context {
    let count: String
    let entries: [Entry]
  }
}

import Results

/// What the scenario expected, and what every run must keep.
enum PromisesSection {
  static let make: SectionMaker = { results, _ in
    guard !results.expectations.isEmpty || !results.invariants.isEmpty else { return nil }
    let context = Context(
      hasExpectations: !results.expectations.isEmpty,
      expectations: results.expectations.map {
        Row(holds: $0.holds, text: $0.text, detail: $0.observed)
      },
      hasInvariants: !results.invariants.isEmpty,
      invariants: results.invariants.map {
        Row(holds: $0.holds, text: $0.name, detail: $0.detail)
      })
    return Section(
      "promises", title: "Expectations and invariants",
      lead: "A run whose expectations or invariants break ends with status 1.",
      html: Templates.render("promises", context))
  }

  /// One check as the template shows it.
  struct Row {
    let holds: Bool
    let text: String
    let detail: String
  }

  /// What the template `promises` needs.
  struct Context {
    let hasExpectations: Bool
    let expectations: [Row]
    let hasInvariants: Bool
    let invariants: [Row]
  }
}

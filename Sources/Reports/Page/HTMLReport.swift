import Results

/// A run's report as one HTML file that opens offline.
public enum HTMLReport {
  /// The whole page of `results`.
  ///
  /// Every chart is drawn as SVG. With `charts`, the text of `echarts.min.js`, the page also
  /// carries interactive ones, which take the drawings' place when it is opened. Equal results
  /// give equal bytes.
  /// - Complexity: O(*b* + *p* + *s*) for *b* buckets of the series, *p* pods and *s* steps. The
  ///   page grows with the transcript only, since series are reduced to some hundred points.
  public static func render(_ results: RunResults, charts: String? = nil) -> String {
    let style = ReportStyle(results)
    let sections = ReportSections.all.compactMap { $0(results, style) }
    return page(results.scenario, facts(results, nil), sections, charts)
  }

  /// The page of several replications: means with intervals, and replication 0 in detail.
  public static func render(_ replications: Replications, charts: String? = nil) -> String {
    let first = replications.first
    guard replications.count > 1 else { return render(first, charts: charts) }
    let style = ReportStyle(first)
    let detail = ReportSections.detail.compactMap { $0(first, style) }.map(\.ofFirstReplication)
    let sections = ReplicationSections.all.compactMap { $0(replications) } + detail
    return page(first.scenario, facts(first, replications.count), sections, charts)
  }

  /// The page that sets the variants of a scenario side by side.
  public static func render(_ study: StudyResults, charts: String? = nil) -> String {
    let sections = StudySections.all.compactMap { $0(study) }
    let first = facts(study.variants[0].replications.first, study.replications)
    return page(study.scenario, "\(study.variants.count) variants · " + first, sections, charts)
  }

  /// The page that sets two ways to place the same pods side by side.
  /// - Complexity: O(*p* + *n*) for *p* pods and *n* nodes; long tables are cut and say so.
  public static func render(_ diff: PlacementDiff, charts: String? = nil) -> String {
    let times = diff.times > 1 ? " · placed \(diff.times) times" : ""
    let facts =
      "\(Quantity.count(diff.pods.count)) pods · \(Quantity.count(diff.nodeCount)) nodes\(times)"
      + " · Wavetank \(Product.version)"
    let sections = DiffSections.all.compactMap { $0(diff) }
    return page("\(diff.nameA) and \(diff.nameB)", facts, sections, charts)
  }

  /// The line under the scenario's name.
  private static func facts(_ results: RunResults, _ replications: Int?) -> String {
    let runs = replications.map { $0 == 1 ? "1 replication · " : "\($0) replications · " } ?? ""
    return runs + "\(Quantity.duration(results.simulated)) of simulated time · "
      + "seed \(results.seed) · Wavetank \(results.version)"
  }

  private static func page(
    _ scenario: String, _ facts: String, _ sections: [Section], _ charts: String?
  ) -> String {
    Templates.render("page", PageContext(scenario, facts, sections: sections, charts: charts))
  }
}

/// What the template `page` needs.
private struct PageContext {
  let scenario: String
  let facts: String
  let style: String
  let sections: [Section]
  let contents: [ContentsEntry]
  let isInteractive: Bool
  let library: String
  let script: String
  let chartData: String

  init(_ scenario: String, _ facts: String, sections: [Section], charts: String?) {
    self.scenario = scenario
    self.facts = facts
    style = Templates.style
    self.sections = sections
    contents = sections.compactMap { section in
      section.title.map { ContentsEntry(id: section.id, title: $0) }
    }
    isInteractive = charts != nil
    // The library has none today; a later one must not end our script element.
    library = charts.map { $0.replacing("</script", with: "<\\/script") } ?? ""
    script = Templates.chartScript
    let options = sections.flatMap(\.charts).map { ($0.id, $0.option) }
    chartData = charts == nil ? "" : escapedForScript(JSONValue.object(options).compactText())
  }
}

/// A link to a section.
private struct ContentsEntry {
  let id: String
  let title: String
}

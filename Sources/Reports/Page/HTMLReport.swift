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
    let page = PageContext(results, sections: sections, charts: charts)
    return Templates.render("page", page)
  }
}

/// What the template `page` needs.
private struct PageContext {
  let scenario: String
  let seed: String
  let version: String
  let simulated: String
  let style: String
  let sections: [Section]
  let contents: [ContentsEntry]
  let isInteractive: Bool
  let library: String
  let script: String
  let chartData: String

  init(_ results: RunResults, sections: [Section], charts: String?) {
    scenario = results.scenario
    seed = results.seed.description
    version = results.version
    simulated = Quantity.duration(results.simulated)
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

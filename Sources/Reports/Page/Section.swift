import Results

/// One section of a report: its heading and its finished HTML.
struct Section {
  /// The anchor, in lower case.
  var id: String
  /// The heading; nil for none.
  var title: String?
  /// What the section shows and how to read it, in a sentence.
  var lead: String?
  /// The content as HTML.
  var html: String
  /// The charts in it, for the interactive layer.
  var charts: [any Chart]

  init(
    _ id: String, title: String?, lead: String? = nil, charts: [any Chart] = [], html: String
  ) {
    self.id = id
    self.title = title
    self.lead = lead
    self.charts = charts
    self.html = html
  }

  /// A section that holds charts only.
  init(
    _ id: String, title: String, lead: String, charts: [any Chart], note: String? = nil,
    steps: [MarkedStep] = []
  ) {
    let context = ChartsContext(
      figures: charts.map(ChartFigure.init), note: note, hasSteps: !steps.isEmpty, steps: steps)
    self.init(
      id, title: title, lead: lead, charts: charts, html: Templates.render("charts", context))
  }
}

/// Makes a section of a run, or none when the run has nothing to show in it.
typealias SectionMaker = @Sendable (RunResults, ReportStyle) -> Section?

/// The sections of a report, in order.
enum ReportSections {
  static let all: [SectionMaker] =
    [AnswerSection.make] + detail + [PromisesSection.make, WarningsSection.make]
    + [TranscriptSection.make]

  /// What happened in one run, in charts and tables.
  static let detail: [SectionMaker] = [
    LoadSection.make,
    VersionsSection.make,
    PodsSection.make,
    DecisionsSection.make,
    EndpointsSection.make,
    LimitsSection.make,
    NodesSection.make,
    ContainersSection.make,
    TimeSpentSection.make,
    FailuresSection.make,
    GroupsSection.make,
    DowntimeSection.make,
    DatabaseSection.make,
    CostSection.make,
  ]
}

extension Section {
  /// The section with a lead that says that it shows replication 0 alone.
  var ofFirstReplication: Section {
    var section = self
    section.lead = "Replication 0 alone." + (lead.map { " " + $0 } ?? "")
    return section
  }
}

/// A chart as templates show it.
struct ChartFigure {
  let id: String
  let title: String
  let legend: [LegendEntry]
  let wide: String
  let narrow: String
  let height: Int

  init(_ chart: any Chart) {
    id = chart.id
    title = chart.title
    legend = chart.legend
    wide = chart.svg(.wide)
    narrow = chart.svg(.narrow)
    height = chart.height
  }
}

/// What the template `charts` needs.
struct ChartsContext {
  let figures: [ChartFigure]
  let note: String?
  let hasSteps: Bool
  let steps: [MarkedStep]
}

/// A numbered step of the timeline, as the list under a chart shows it.
struct MarkedStep {
  let number: Int
  let time: String
  let text: String
  let isFault: Bool
}

import Results

/// A chart that can be drawn as SVG and described for ECharts, from the same data.
protocol Chart {
  /// A name that is unique within the report; letters, digits and hyphens.
  var id: String { get }
  /// What it shows, with the unit; also read aloud.
  var title: String { get }
  /// What its colours mean.
  var legend: [LegendEntry] { get }
  /// The height in pixels of the wide drawing and of the interactive chart.
  var height: Int { get }
  /// The drawing for one width of page.
  func svg(_ format: ChartFormat) -> String
  /// The interactive chart as an ECharts option; colours and formatters by name, as `charts.js`
  /// resolves them.
  var option: JSONValue { get }
}

/// A colour and what it stands for.
struct LegendEntry {
  let name: String
  let colour: String
}

/// The two widths in which each chart is drawn, so that its text stays readable on a telephone.
struct ChartFormat: Sendable {
  /// The drawing's width in pixels.
  let width: Double
  /// The class that shows it at the widths of page it is for.
  let name: String
  /// The most points a line may have.
  let pointsMax: Int

  static let wide = ChartFormat(width: 1_120, name: "wide", pointsMax: 600)
  static let narrow = ChartFormat(width: 352, name: "narrow", pointsMax: 240)
}

/// A step of the timeline as a numbered line across time charts.
struct ChartMark: Sendable {
  let number: Int
  let seconds: Double
  let label: String
}

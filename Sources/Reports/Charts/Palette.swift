import Results

/// The colours of charts, as variables of the style sheet, which has them for light and dark.
///
/// Chosen after Okabe and Ito, "Color Universal Design" (2008), so that they differ for
/// colour-blind readers; neighbours in a stack differ in lightness as well.
enum Palette {
  static let seriesCount = 8

  /// The colour of the series at `index`, counted from 0; they repeat after eight.
  static func series(_ index: Int) -> String { "var(--series-\(index % seriesCount + 1))" }

  static let good = "var(--good)"
  static let bad = "var(--bad)"
  static let muted = "var(--muted)"
  static let text = "var(--text)"
  static let grid = "var(--grid)"

  /// The colour of a pod's state.
  static func state(_ state: PodState) -> String { "var(--pod-\(state.rawValue))" }
}

/// The colour of each image version: its own when its name ends in a colour that pages have,
/// otherwise the next of the palette.
struct VersionColours: Sendable {
  private static let named = ["blue", "green", "maroon", "orange", "purple", "red"]
  private let versions: [String]
  private let colours: [String]

  /// Colours for `versions`, in their order.
  init(_ versions: [String]) {
    var next = 0
    var colours: [String] = []
    for version in versions {
      if let name = Self.named.first(where: { version.hasSuffix($0) }) {
        colours.append("var(--version-\(name))")
      } else {
        colours.append(Palette.series(next))
        next += 1
      }
    }
    self.versions = versions
    self.colours = colours
  }

  /// The colour of `version`; a neutral one when it answered no request.
  func colour(of version: String) -> String {
    versions.firstIndex(of: version).map { colours[$0] } ?? Palette.muted
  }
}

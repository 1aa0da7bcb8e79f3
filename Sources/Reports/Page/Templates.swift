import Mustache

/// The templates of the `Templates` folder, parsed once.
///
/// They are part of the program, so one that does not parse is a mistake of ours and stops it.
enum Templates {
  private static let library: MustacheLibrary = {
    MustacheContentTypes.register(StrictHTML(), named: StrictHTML.name)
    var library = MustacheLibrary()
    for (name, bytes) in sources {
      let text =
        "{{% CONTENT_TYPE:\(StrictHTML.name)}}" + String(decoding: bytes, as: UTF8.self)
      do {
        try library.register(text, named: name)
      } catch {
        preconditionFailure("template \(name): \(error)")
      }
    }
    return library
  }()

  private static let sources: [(String, [UInt8])] = [
    ("page", PackageResources.page_mustache),
    ("answer", PackageResources.answer_mustache),
    ("charts", PackageResources.charts_mustache),
    ("nodes", PackageResources.nodes_mustache),
    ("groups", PackageResources.groups_mustache),
    ("downtime", PackageResources.downtime_mustache),
    ("databases", PackageResources.databases_mustache),
    ("cost", PackageResources.cost_mustache),
    ("table", PackageResources.table_mustache),
    ("promises", PackageResources.promises_mustache),
    ("warnings", PackageResources.warnings_mustache),
    ("transcript", PackageResources.transcript_mustache),
    ("decisions", PackageResources.decisions_mustache),
    ("figures", PackageResources.figures_mustache),
    ("comparison", PackageResources.comparison_mustache),
    ("variants", PackageResources.variants_mustache),
    ("listing", PackageResources.listing_mustache),
    ("diff", PackageResources.diff_mustache),
    ("command", PackageResources.command_mustache),
  ]

  /// The page's style sheet.
  static let style = String(decoding: PackageResources.style_css, as: UTF8.self)
  /// The script that turns the drawings into interactive charts.
  static let chartScript = String(decoding: PackageResources.charts_js, as: UTF8.self)

  /// The script that finds pods among the decisions.
  static let decisionScript = String(decoding: PackageResources.decisions_js, as: UTF8.self)

  /// The template called `name` filled with `context`.
  static func render(_ name: String, _ context: Any) -> String {
    guard let text = library.render(context, withTemplate: name) else {
      preconditionFailure("no template is called \(name)")
    }
    return text
  }
}

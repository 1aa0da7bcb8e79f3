import Statistics

extension SummaryDocument {
  /// The document of all variants: the answer, what is compared, and every variant's figures (means
  /// over replications) at `variants/NAME/…`, with the same paths as in the variant's own summary.
  public static func json(of study: StudyResults) -> JSONValue {
    let names = study.variants.map(\.name)
    return .object([
      ("format", .int(1)),
      ("scenario", .string(study.scenario)),
      ("seed", .unsigned(study.seed)),
      ("wavetank_version", .string(study.version)),
      ("replications", .int(study.replications)),
      ("headline", study.headline.map(headline) ?? .null),
      ("best", .optional(study.best.map { names[$0] })),
      ("goal", .string(FigurePath.text(study.goal))),
      ("trustworthy", .bool(study.isTrustworthy)),
      ("variant_names", .array(names.map { .string($0) })),
      ("variants", .object(study.variants.map { ($0.name, variant($0)) })),
      ("compared", .array(study.figures.map { compared($0, study) })),
      ("expectations", .array(study.comparisons.map { check("text", $0) })),
    ])
  }

  private static func variant(_ variant: VariantResults) -> JSONValue {
    let table = variant.replications.table
    let figures = FigureTree.shape(shownPaths(table)) { mean(table.estimate($0)) }
    return .object(
      figures + [
        ("title", .string(variant.title)),
        ("set", .array(variant.changes.map { .string($0) })),
        ("verdict", verdict(variant.replications.verdict)),
        ("trustworthy", .bool(variant.replications.isTrustworthy)),
        (
          "expectations", .array(variant.replications.expectations.map { check("text", $0) })
        ),
      ])
  }

  private static func compared(_ path: [String], _ study: StudyResults) -> JSONValue {
    let cells = study.variants.enumerated().map { index, variant -> (String, JSONValue) in
      let estimate = study.estimate(path, of: index)
      let difference = study.difference(path, of: index)
      return (
        variant.name,
        .object([
          ("mean", mean(estimate)),
          ("interval", interval(estimate)),
          ("difference", difference.map(mean) ?? .null),
          ("difference_interval", difference.map(interval) ?? .null),
        ])
      )
    }
    return .object([
      ("figure", .string(FigurePath.text(path))),
      ("unit", .string(FigureKind(path).rawValue)),
      ("variants", .object(cells)),
    ])
  }
}

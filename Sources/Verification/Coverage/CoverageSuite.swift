extension VerificationSuite {
  /// How often the 95 % intervals of replicated runs hold the truth.
  static let coverage = VerificationSuite(
    name: "coverage",
    summary: "how often 95 % intervals of 20 replications hold the true mean, p95 and p99",
    needs: []
  ) { context in
    let models = try CoverageModel.all()
    var rows: [Agreement] = []
    for model in models {
      let experiments = context.isThorough ? model.experimentsThorough : model.experiments
      let check = CoverageCheck(model, experiments: experiments, figures: 3 * models.count)
      rows += try check.rows(context)
    }
    return rows
  }
}

extension VerificationSuite {
  /// Queueing theory, through scenario files as users write them: from reading the file over
  /// scheduler, kubelet, kube-proxy and server to the figures of the summary.
  ///
  /// 100 replications of half an hour bring the intervals below one or two per cent of the figure.
  /// The models share arrivals and demands (common random numbers), so their rows err together.
  static let theory = VerificationSuite(
    name: "theory",
    summary: "M/M/1, M/M/4, M/D/1, M/G/1 processor sharing and Little's law, by scenario files",
    needs: []
  ) { context in
    var rows: [Agreement] = []
    for model in try TheoryModel.all() {
      let check = TheoryCheck(model, replications: context.isThorough ? 500 : 100)
      rows += try check.rows(context)
    }
    return rows
  }
}

extension VerificationSuite {
  /// Queueing theory, through scenario files as users write them: from reading the file over
  /// scheduler, kubelet, kube-proxy and server to the figures of the summary.
  ///
  /// The models share a seed, so those with equal arrivals see the same ones (common random
  /// numbers) and their rows err together.
  static let theory = VerificationSuite(
    name: "theory",
    summary: "35 queues whose answer is known, by scenario files",
    needs: []
  ) { context in
    var rows: [Agreement] = []
    let replications =
      context.isThorough ? TheoryRule.replicationsThorough : TheoryRule.replications
    for model in try TheoryModel.all() {
      rows += try TheoryCheck(model, replications: replications).rows(context)
    }
    return rows
  }
}

extension VerificationSuite {
  /// A site against measurements of a real one: Gunicorn 27, Django 5.2 and PostgreSQL 15.
  static let stack = VerificationSuite(
    name: "stack",
    summary: "Gunicorn, Django and PostgreSQL against measurements of a real site",
    needs: [RecordedRun.path]
  ) { context in
    let runs = try RecordedRun.all(in: context.truth)
    return try SleepCheck.rows(context, runs) + ListCheck.rows(context, runs)
  }
}

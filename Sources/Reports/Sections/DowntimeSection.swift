import Results

/// Downtime in three definitions, each spelled out.
enum DowntimeSection {
  static let make: SectionMaker = { results, _ in
    let downtime = results.downtime
    var rows = [
      Row(
        value: Quantity.percent(downtime.failedShare), name: "Failed-request share",
        meaning: "Of all requests that ended, the share that failed or timed out. "
          + "It weighs busy minutes more than quiet ones, as users do."),
      Row(
        value: Quantity.duration(downtime.belowObjective), name: "Seconds under the objective",
        meaning: "All seconds together in which fewer than "
          + "\(Quantity.percent(downtime.objective)) of the requests sent in that second "
          + "succeeded. A second without requests does not count."),
      Row(
        value: Quantity.duration(downtime.longestBlackoutUsers),
        name: "Longest blackout, seen by users",
        meaning: "The longest time between two good answers in which every request of the users "
          + "failed. With little traffic it tells how long nobody got through, not how long "
          + "the service was away."),
    ]
    if let prober = downtime.longestBlackoutProber {
      rows.append(
        Row(
          value: Quantity.duration(prober), name: "Longest blackout, seen by a prober",
          meaning: "The same for a prober that asks at constant intervals, whatever users do."))
    }
    return Section(
      "downtime", title: "Downtime",
      lead: "One word, three questions; each has its own answer.",
      html: Templates.render("downtime", Context(rows: rows)))
  }

  private struct Row {
    let value: String
    let name: String
    let meaning: String
  }

  private struct Context {
    let rows: [Row]
  }
}

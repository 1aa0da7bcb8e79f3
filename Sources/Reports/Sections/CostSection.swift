import Results
import Units

/// What the cluster cost.
enum CostSection {
  static let make: SectionMaker = { results, _ in
    let cost = results.cost
    guard cost.total != .zero else { return nil }
    let rows = [
      Row("Nodes", cost.nodes), Row("Cluster fee", cost.clusterFee),
      Row("Load balancers", cost.loadBalancers),
    ]
    return Section(
      "cost", title: "Cost",
      lead: "List prices for the simulated "
        + "\(Quantity.duration(results.simulated)), and for a month of 730 hours at the same "
        + "mean size. Taxes and traffic are not in it.",
      html: Templates.render("cost", Context(rows: rows, total: Row("Total", cost.total))))
  }

  private struct Row {
    let name: String
    let run: String
    let month: String

    init(_ name: String, _ item: CostItem) {
      self.name = name
      run = Quantity.dollars(item.run)
      month = Quantity.dollars(item.month)
    }
  }

  private struct Context {
    let rows: [Row]
    let total: Row
  }
}

import Reports
import Results
import Testing
import Units

struct DecisionsSectionTests {
  /// The section of a report, without its script.
  private func section(_ results: RunResults) throws -> String {
    let page = HTMLReport.render(results)
    let start = try #require(page.range(of: "<section id=\"decisions\">"))
    let end = try #require(page[start.upperBound...].range(of: "<script>"))
    return String(page[start.upperBound..<end.lowerBound])
  }

  @Test func `pods that never got a node come first, then those that failed before`() throws {
    let html = try section(Story.results)
    let order = ["important", "gated", "crowded", "database-0", "app-orange-4kx2p"]
    let places = try order.map { name in
      try #require(html.range(of: "<span class=\"pod\">default/\(name)</span>")).lowerBound
    }
    #expect(places == places.sorted())
    #expect(html.contains("5 attempts for 5 pods; 4 failed at least once; 3 never got a node."))
  }

  @Test func `a placed pod shows every node's points, the winner first`() throws {
    let html = try section(Story.results)
    #expect(
      html.contains(
        "<tr class=\"won\"><th>pool-1-a <span class=\"badge\">chosen</span>"
          + "<td>487<td>300<td>91<td>96"))
    #expect(html.contains("<tr><th>pool-1-b<td>391<td>300<td>91<td>0"))
    // NodeAffinity had nothing to say, and has no column.
    #expect(!html.contains("Node<wbr>Affinity"))
    #expect(html.contains("2 ms in the queue · 4 ms since the pod was created"))
    #expect(html.contains("bound 7 ms later"))
  }

  @Test func `a node that was turned down says by whom and why`() throws {
    let html = try section(Story.results)
    #expect(
      html.contains(
        "<tr class=\"no\"><th>pool-1-c<td colspan=1 class=\"why\"><b>NodeUnschedulable</b> "
          + "node(s) were unschedulable"))
    #expect(html.contains("0/3 nodes are available: 1 node(s) were unschedulable"))
    #expect(html.contains("43 s in the queue"))
    #expect(html.contains("<th>pool-1-c <span class=\"badge\">chosen</span><td>not scored"))
  }

  @Test func `room that could be made is told, with victims and budgets`() throws {
    let html = try section(Story.results)
    #expect(html.contains("Room is made on pool-1-b: default/app-orange-4kx2p must go."))
    #expect(
      html.contains("<li><strong>chosen</strong> pool-1-b: default/app-orange-4kx2p would go"))
    #expect(
      html.contains(
        "<li>pool-1-a: default/database-0, default/app-maroon-1 would go "
          + "(1 against a disruption budget)"))
    #expect(
      html.contains(
        "<li>no room can be made on pool-1-c: No preemption victims found for incoming pod"))
  }

  @Test func `many nodes of which the same was said are one row`() throws {
    let html = try section(Story.results)
    #expect(
      html.contains(
        "<th>50 nodes <span class=\"detail\">node-0, node-1, node-2, node-3, node-4, node-6 and "
          + "44 more</span>"))
    #expect(html.contains("<th>10 nodes <span class=\"detail\">node-5, node-11,"))
  }

  @Test func `without decisions there is no section, and what was left out is said`() throws {
    var results = Story.results
    results.decisions = []
    #expect(!HTMLReport.render(results).contains("id=\"decisions\""))
    results = Story.results
    results.unexplained = "7 of 9 attempts are not told."
    #expect(try section(results).contains("<p class=\"note\">7 of 9 attempts are not told.</p>"))
  }

  @Test func `thousands of decisions do not make a long page`() throws {
    var results = Story.results
    let one = results.decisions[0]
    let nodes = try #require(one.explanation?.nodes)
    results.decisions = (0..<20_000).map { index in
      var row = one
      row.pod = "default/app-\(index)"
      row.explanation?.nodes = (0..<40).map { place in
        var node = nodes[place % 3]
        node.name = "a-node-with-a-name-of-usual-length-\(place)"
        return node
      }
      return row
    }
    let html = HTMLReport.render(results)
    #expect(html.utf8.count < 3_000_000)
    #expect(html.contains("19,000 more pods are in decisions.csv."))
    #expect(html.contains("pods are shown without the verdicts on nodes"))
  }
}

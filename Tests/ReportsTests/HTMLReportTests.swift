import Foundation
import FoundationXML
import Reports
import Results
import Testing
import Units

struct HTMLReportTests {
  private static let story = HTMLReport.render(Story.results)

  private func matches(_ pattern: Regex<AnyRegexOutput>, _ text: String) -> [String] {
    text.matches(of: pattern).map { String($0[1].substring ?? "") }
  }

  @Test func `a report has its sections in order`() throws {
    let ids = try matches(Regex("<section id=\"([a-z]+)\">"), Self.story)
    #expect(
      ids == [
        "answer", "load", "versions", "pods", "decisions", "endpoints", "limits", "nodes",
        "containers", "time", "failures", "groups", "downtime", "cost", "promises", "warnings",
        "transcript",
      ])
  }

  @Test func `every chart is drawn for wide and for narrow pages`() throws {
    let charts = try matches(Regex("data-chart=\"([a-z-]+)\""), Self.story)
    #expect(
      charts == [
        "latency", "throughput", "in-flight", "versions", "pods", "endpoints", "pod-states",
        "node-cpu", "node-memory", "time-by-phase", "time-by-endpoint", "failures",
      ])
    for format in ["wide", "narrow"] {
      let drawings = try matches(
        Regex("(<svg class=\"\(format)\".*?</svg>)").dotMatchesNewlines(), Self.story)
      #expect(drawings.count == charts.count)
      for drawing in drawings {
        #expect(XMLParser(data: Data(drawing.utf8)).parse(), "\(drawing.prefix(120))")
        let shapes =
          drawing.components(separatedBy: "<path").count
          + drawing.components(separatedBy: "<rect").count
        #expect(shapes > 2, "\(drawing.prefix(120))")
        #expect(!drawing.contains("nan"))
      }
    }
  }

  @Test func `what gave out first stands above the table, and killed containers stand out`() {
    #expect(Self.story.contains("The workers, at 9:21."))
    #expect(
      Self.story.contains(
        "11,900 requests were served at the objective, which broke for 10 seconds on end at 9:25, "
          + "under 31 requests a second."))
    #expect(Self.story.contains("<td class=\"n is-bad\">2</td>"))
    #expect(Self.story.contains(">app-orange/app</th>"))
    #expect(!Self.story.contains(">database/db</th>"))
    var calm = Story.results
    calm.limits = LimitFigures()
    #expect(!HTMLReport.render(calm).contains("What gave out first"))
  }

  @Test func `the headline's figure says where the summary has it`() throws {
    #expect(
      Self.story.contains(
        "lost <strong id=\"headline-figure\" data-key=\"/phases/3/failed\" "
          + "data-value=\"152\">152</strong> of 3,000"))
    let document = SummaryDocument.json(of: Story.results)
    #expect(document.value(at: "/phases/3/failed")?.number == 152)
  }

  @Test func `a report without a headline says what was lost`() {
    var results = Story.results
    results.headline = nil
    let page = HTMLReport.render(results)
    #expect(page.contains("data-key=\"/run/lost\" data-value=\"212\">212</strong> of 13,800"))
  }

  @Test func `hostile names are shown and never obeyed`() {
    let page = HTMLReport.render(Story.hostile, charts: "/* </script> library */")
    for attack in ["<script>alert", "<img src=x", "</script> library"] {
      #expect(!page.contains(attack), "\(attack)")
    }
    // A quote with an accent is one Character; as scalars the quote must be gone.
    let scalars = Array(page.unicodeScalars)
    let accented = scalars.indices.filter { scalars[$0] == "\u{301}" }
    #expect(!accented.isEmpty)
    #expect(accented.allSatisfy { scalars[$0 - 1] == ";" || scalars[$0 - 2] == "\\" })
    #expect(page.components(separatedBy: "</script>").count == 5)
    #expect(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(!page.contains("data-key=\"{{"))
  }

  @Test func `a report loads nothing from elsewhere`() throws {
    let page = HTMLReport.render(Story.results, charts: "var echarts;")
    #expect(page.contains("default-src 'none'"))
    #expect(!page.contains("http://"))
    #expect(!page.contains("https://"))
    #expect(try matches(Regex("(?:src|href)=\"([^#\"][^\"]*)\""), page) == ["data:,"])
  }

  @Test func `chart data is JSON with an option for each chart`() throws {
    let page = HTMLReport.render(Story.results, charts: "var echarts;")
    let json = try #require(
      try matches(Regex("id=\"chart-data\">(.*?)</script>").dotMatchesNewlines(), page).first)
    let options = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(options?.count == 12)
    #expect(!Self.story.contains("chart-data"))
    #expect(Self.story.contains("make setup"))
  }

  @Test func `equal runs give equal pages`() {
    #expect(HTMLReport.render(Story.results) == Self.story)
  }

  @Test func `an empty run still gives a page`() {
    let page = HTMLReport.render(
      RunResults(scenario: "empty", seed: 0, version: "1", simulated: .zero))
    #expect(page.contains("0</strong> of 0 requests were lost."))
    #expect(page.contains("<section id=\"downtime\">"))
    #expect(!page.contains("<figure"))
  }

  @Test func `a long run does not make a long page`() {
    var results = Story.results
    let busy = results.series.buckets[400]
    results.simulated = .seconds(20_000)
    results.series.buckets = (0..<20_000).map { second in
      var bucket = busy
      bucket.start = Story.at(Double(second))
      bucket.inFlight = second % 17
      return bucket
    }
    #expect(HTMLReport.render(results, charts: "").utf8.count < 2_000_000)
  }

  @Test func `a run that does not vouch for itself says so first`() {
    var results = Story.results
    results.expectations[0].holds = false
    let page = HTMLReport.render(results)
    #expect(page.contains("does not vouch for its figures"))
    #expect(page.contains("Broken expectation: run.failed &lt;= 300 (observed: 212)"))
    #expect(!Self.story.contains("does not vouch"))
  }
}

import Reports
import Results
import Testing

/// Reports of replications and of variants: what they say, and how they look in a terminal.
struct ReplicatedReportTests {
  @Test func `a report of replications shows means with intervals, then replication 0`() {
    let page = HTMLReport.render(Story.replications(5))
    #expect(page.contains("5 replications · 13 min of simulated time · seed 1"))
    #expect(page.contains("Figures over 5 replications"))
    #expect(page.contains("190 ± 9.82 ms"))
    #expect(page.contains("the same in all 5 replications"))
    #expect(page.contains("Replication 0 alone."))
    #expect(
      page.contains(
        "held in 4 of 5 replications; replication 2 was the first to break it, with 351"))
    #expect(!page.contains("{{"))
  }

  @Test func `one replication is reported as one run`() {
    let one = Story.replications(1)
    let isSame = HTMLReport.render(one) == HTMLReport.render(one.first)
    #expect(isSame)
  }

  @Test func `a comparison says which is best first, and sets variants side by side`() throws {
    let page = HTMLReport.render(Story.study())
    let text = page.replacing("\n", with: " ")
    let answer = try #require(text.firstRange(of: "calm is best: "))
    let table = try #require(text.firstRange(of: "Side by side"))
    #expect(answer.lowerBound < table.lowerBound)
    #expect(page.contains("href=\"variants/hasty/report.html\""))
    #expect(page.contains("<code>images.0.gunicorn.workers=3</code>"))
    #expect(page.contains("class=\"whisker\""))
    #expect(page.contains("variants.calm.run.lost &lt; variants.hasty.run.lost"))
    #expect(!page.contains("{{"))
    #expect(HTMLReport.render(Story.study()) == page)
  }

  @Test func `with one replication a comparison has no whiskers and says why`() {
    let page = HTMLReport.render(Story.study(1))
    #expect(!page.contains("class=\"whisker\""))
    #expect(page.contains("no telling whether a difference is chance"))
  }

  @Test(arguments: [40, 80, 200])
  func `no line is wider than the terminal`(width: Int) {
    for text in [
      TerminalSummary.table(Story.replications(5), width: width),
      TerminalSummary.table(Story.study(), width: width),
    ] {
      let lines = text.split(separator: "\n")
      let isNarrow = lines.allSatisfy { line in
        line.count <= width || line.split(separator: " ").contains { $0.count > width - 10 }
      }
      #expect(isNarrow, "\(text)")
    }
  }

  @Test func `a terminal shows means with half-widths and what was held how often`() {
    let text = TerminalSummary.table(Story.replications(5), width: 120)
    #expect(text.contains("190 ± 9.82 ms"))
    #expect(text.contains("held in 4 of 5 replications"))
    let study = TerminalSummary.table(Story.study(1), width: 120)
    #expect(study.contains("one replication: differences may be chance; add --replications 20"))
  }
}

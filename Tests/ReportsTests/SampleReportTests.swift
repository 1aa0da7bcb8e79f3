import Foundation
import Reports
import Results
import Testing

/// Writes the story's folder to `WAVETANK_SAMPLE_FOLDER` for the browser check and for looking at;
/// the chart library is read from `WAVETANK_CHARTS`.
struct SampleReportTests {
  private static let folder = ProcessInfo.processInfo.environment["WAVETANK_SAMPLE_FOLDER"]

  @Test(.enabled(if: folder != nil))
  func `the story's report is written for the browser check`() throws {
    let folder = try #require(Self.folder)
    let charts = ProcessInfo.processInfo.environment["WAVETANK_CHARTS"]
      .flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
    for (name, results) in [("story", Story.results), ("hostile", Story.hostile)] {
      for (kind, library) in [("interactive", charts), ("drawn", nil)] {
        let output = try ResultFolder("\(folder)/\(name)-\(kind)")
        try output.write(results)
        try output.write(HTMLReport.render(results, charts: library), to: "report.html")
        try output.commit()
      }
    }
  }
}

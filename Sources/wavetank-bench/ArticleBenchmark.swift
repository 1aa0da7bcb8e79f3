import ClusterSim
import Documents
import Experiments
import Scenarios

/// CPU seconds of the whole story in `scenarios/article`, from reading its files to the finished
/// record; writing the report is left out.
enum ArticleBenchmark {
  static func run(repeats: Int) {
    do {
      let design = try ScenarioLoader.load(path: "scenarios/article")
      let seconds = try (0..<repeats).map { _ in
        let start = processSeconds()
        _ = try Experiment.run(design)
        return processSeconds() - start
      }
      report("article_s", seconds.min() ?? 0, "s")
    } catch {
      print("error: scenarios/article does not run: \(error)")
    }
  }
}

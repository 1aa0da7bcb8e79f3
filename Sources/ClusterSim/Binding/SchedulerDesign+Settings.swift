import Randomness
import Scheduler

extension SchedulerDesign {
  /// How much of the cluster is searched; nil where the profiles are to say.
  var sampling: NodeSampling? {
    switch percentage {
    case 0: nil
    case 100: .all
    default: .percentage(percentage)
    }
  }

  /// Breaks ties, with `stream` where that is left to chance.
  func tieBreaker(_ stream: @autoclosure () -> RandomStream) -> TieBreaker {
    switch ties {
    case .first: .first
    case .random: .random(stream())
    }
  }
}

import Randomness
import Scheduler

extension SchedulerDesign {
  /// What the scheduler is told, a percentage of the scenario before those of the profiles.
  var told: SchedulerConfiguration {
    var told = configuration ?? SchedulerConfiguration()
    guard let sampling else { return told }
    told.nodeSampling = sampling
    for place in told.profiles.indices { told.profiles[place].nodeSampling = nil }
    return told
  }

  /// How much of the cluster is searched; nil where the profiles are to say.
  private var sampling: NodeSampling? {
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

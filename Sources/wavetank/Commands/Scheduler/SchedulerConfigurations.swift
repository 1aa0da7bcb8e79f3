import Scheduler

/// What the file at `path` tells a scheduler; nil: kube-scheduler's defaults. All nodes are looked
/// at where the file does not say otherwise.
///
/// - Throws: `Problems`, everything that is wrong with the file.
func schedulerConfiguration(_ path: String?) throws -> SchedulerConfiguration {
  guard let path else { return SchedulerConfiguration(.standard, nodeSampling: .all) }
  var configuration = try ConfigurationFile.read(path)
  configuration.wantedSampling = configuration.wantedSampling ?? .all
  return configuration
}

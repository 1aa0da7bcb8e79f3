import ClusterSim

/// Makes a world that breaks a promise smaller, for as long as it breaks the same one.
public struct Shrinker: Sendable {
  /// The smallest world that was found.
  public private(set) var world: SwarmWorld
  /// How it breaks the promise.
  public private(set) var breach: Trial.Breach
  /// Runs that it took.
  public private(set) var runs = 0

  /// Takes things away from `world` one by one, each time keeping the first smaller world that
  /// still breaks the promise, until none does or `budget` runs are used up.
  public init(
    _ world: SwarmWorld, breaking breach: Trial.Breach, planted bug: PlantedBug? = nil,
    budget: Int = 300
  ) {
    self.world = world
    self.breach = breach
    var hasShrunk = true
    while hasShrunk {
      hasShrunk = false
      for smaller in Reductions.of(self.world) where !hasShrunk {
        guard runs < budget else { return }
        runs += 1
        guard let trial = try? Trial.run(smaller, planted: bug), let found = trial.breach,
          found.promise == breach.promise
        else { continue }
        self.world = smaller
        self.breach = found
        hasShrunk = true
      }
    }
  }
}

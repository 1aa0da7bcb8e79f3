import ClusterSim
import Foundation
import Units

/// Tries the worlds of many seeds and says which promises broke.
public struct SwarmSearch: Sendable {
  /// A seed whose world broke a promise.
  public struct Find: Hashable, Sendable {
    /// The seed.
    public var seed: UInt64
    /// What broke.
    public var breach: Trial.Breach
  }
  /// Worlds that were tried.
  public private(set) var worlds = 0
  /// The broken ones, lowest seed first.
  public private(set) var finds: [Find] = []
  /// What no world may do: scenarios that could not be read, by seed.
  public private(set) var errors: [(seed: UInt64, text: String)] = []
  /// Events of all runs.
  public private(set) var events: UInt64 = 0
  /// Requests of all runs.
  public private(set) var requests = 0
  /// Promises that each run was held to.
  public private(set) var promises = 0
  /// Simulated time of all runs.
  public private(set) var simulated = TimeSpan.zero

  /// Tries all of `seeds` on so many threads.
  ///
  /// - Parameters:
  ///   - stopsAtFirst: Whether to stop at the lowest seed that breaks a promise. What is tried
  ///     beyond it depends on the threads and is left out of the result.
  ///   - progress: Told of each world that is done, from any thread.
  public static func run(
    _ seeds: ClosedRange<UInt64>, threads: Int, planted bug: PlantedBug? = nil,
    stopsAtFirst: Bool = false, progress: (@Sendable (_ done: Int) -> Void)? = nil
  ) -> SwarmSearch {
    let tally = Tally()
    SeedPool.run(seeds, threads: threads) { seed in
      let result = Result { try trial(seed, planted: bug) }
      let (done, isBroken) = tally.add(seed, result)
      progress?(done)
      return !(stopsAtFirst && isBroken)
    }
    return tally.search(stopsAtFirst: stopsAtFirst)
  }

  /// The trial of a seed; with a bug planted, one that breaks nothing when the world breaks a
  /// promise without it, too: then it would not be the bug that was caught.
  private static func trial(_ seed: UInt64, planted bug: PlantedBug?) throws -> Trial {
    let world = WorldGenerator.world(seed: seed)
    var trial = try Trial.run(world, planted: bug)
    if bug != nil, trial.breach != nil, try Trial.run(world).breach != nil { trial.breach = nil }
    return trial
  }

  /// Collects what threads find.
  private final class Tally: @unchecked Sendable {
    private let lock = NSLock()
    private var results: [UInt64: Result<Trial, any Error>] = [:]

    func add(
      _ seed: UInt64, _ result: Result<Trial, any Error>
    ) -> (done: Int, isBroken: Bool) {
      lock.lock()
      defer { lock.unlock() }
      results[seed] = result
      return (results.count, (try? result.get().breach == nil) != true)
    }

    func search(stopsAtFirst: Bool) -> SwarmSearch {
      var search = SwarmSearch()
      for seed in results.keys.sorted() {
        search.worlds += 1
        switch results[seed] {
        case .success(let trial): search.add(trial, seed)
        case .failure(let error): search.errors.append((seed, "\(error)"))
        case nil: break
        }
        if stopsAtFirst, !search.finds.isEmpty || !search.errors.isEmpty { break }
      }
      return search
    }
  }

  private mutating func add(_ trial: Trial, _ seed: UInt64) {
    events += trial.events
    requests += trial.requests
    promises = max(promises, trial.promises)
    simulated = simulated + trial.simulated
    if let breach = trial.breach { finds.append(Find(seed: seed, breach: breach)) }
  }
}

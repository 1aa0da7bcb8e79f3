import ClusterSim
import Dispatch
import Results
import Synchronization

extension VerificationContext {
  /// Runs replications of one design on all cores, and keeps of each what `observe` takes.
  ///
  /// - Parameter seeds: Each is replicated `replications` times, from 0.
  /// - Returns: What was taken, in the order of seeds and then of replications, whichever ended
  ///   first.
  /// - Throws: what the first run in that order threw, if any did.
  func replicate<Figure: Sendable>(
    _ design: ClusterDesign, seeds: some Collection<UInt64>, replications: Int,
    observe: @escaping @Sendable (RunResults) -> Figure
  ) throws -> [Figure] {
    let seeds = Array(seeds)
    let count = seeds.count * replications
    let run = run
    let outcomes = Mutex<[Result<Figure, any Error>?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { place in
      let seed = seeds[place / replications]
      let outcome = Result { try observe(run(design, seed, UInt64(place % replications))) }
      outcomes.withLock { $0[place] = outcome }
    }
    return try outcomes.withLock { $0 }.compactMap { try $0?.get() }
  }
}

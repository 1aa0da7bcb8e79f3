import KubeAPI
import Units

/// How a plan ended.
public enum PlanOutcome: Hashable, Sendable {
  /// All is as wanted.
  case done
  /// All that can be done now is done; look again after this delay.
  case requeue(after: TimeSpan)
  /// A call was refused and the plan gave up.
  case failed(APIError)
}

extension APIClient {
  /// Carries out `plan` and reports how it ended.
  ///
  /// A plan without calls ends before this returns.
  public func carryOut(_ plan: Plan, then end: @escaping (PlanOutcome) -> Void) {
    switch plan {
    case .done: end(.done)
    case .requeue(let delay): end(.requeue(after: delay))
    case .fail(let error): end(.failed(error))
    case .call(let request, let then):
      send(request) { self.carryOut(then($0), then: end) }
    case .batch(let batch, let then):
      carryOut(batch) { self.carryOut(then($0), then: end) }
    case .outside(let work):
      work { self.carryOut($0, then: end) }
    }
  }

  /// Carries out `plans`, each made when its turn comes, with at most `limit` under way at once;
  /// reports the outcomes in the order of the plans when all have ended.
  public func carryOut(
    _ plans: [() -> Plan], limit: Int, then end: @escaping ([PlanOutcome]) -> Void
  ) {
    precondition(limit > 0, "with \(limit) workers nothing is ever done")
    guard !plans.isEmpty else { return end([]) }
    let pool = PlanPool(plans, client: self, end: end)
    for _ in 0..<min(limit, plans.count) { pool.begin() }
  }

  private func carryOut(_ batch: CallBatch, then end: @escaping (BatchResult) -> Void) {
    guard !batch.requests.isEmpty else { return end(BatchResult(outcomes: [])) }
    let run = BatchRun(batch, client: self, end: end)
    run.beginStep(size: batch.pace == .parallel ? batch.requests.count : 1)
  }
}

/// The plans of one call of `carryOut(_:limit:then:)` and how far they are.
private final class PlanPool {
  private let plans: [() -> Plan]
  private let client: APIClient
  private let end: ([PlanOutcome]) -> Void
  private var outcomes: [PlanOutcome]
  private var begun = 0
  private var ended = 0

  init(
    _ plans: [() -> Plan], client: APIClient, end: @escaping ([PlanOutcome]) -> Void
  ) {
    self.plans = plans
    self.client = client
    self.end = end
    outcomes = Array(repeating: .done, count: plans.count)
  }

  func begin() {
    guard begun < plans.count else { return }
    let place = begun
    begun += 1
    client.carryOut(plans[place]()) { outcome in
      self.outcomes[place] = outcome
      self.ended += 1
      if self.ended == self.plans.count { self.end(self.outcomes) } else { self.begin() }
    }
  }
}

/// One batch under way.
private final class BatchRun {
  private let batch: CallBatch
  private let client: APIClient
  private let end: (BatchResult) -> Void
  private var outcomes: [APIResult?]
  private var begun = 0
  private var stepSize = 0
  private var answersDue = 0
  private var hasFailed = false

  init(_ batch: CallBatch, client: APIClient, end: @escaping (BatchResult) -> Void) {
    self.batch = batch
    self.client = client
    self.end = end
    outcomes = Array(repeating: nil, count: batch.requests.count)
  }

  /// Makes the next `size` calls side by side.
  func beginStep(size: Int) {
    stepSize = min(size, batch.requests.count - begun)
    answersDue = stepSize
    let first = begun
    begun += stepSize
    for place in first..<(first + stepSize) {
      client.send(batch.requests[place]) { self.take($0, of: place) }
    }
  }

  private func take(_ result: APIResult, of place: Int) {
    outcomes[place] = result
    if case .failure = result { hasFailed = true }
    batch.each?(place, result)
    answersDue -= 1
    guard answersDue == 0 else { return }
    if hasFailed || begun == batch.requests.count {
      end(BatchResult(outcomes: outcomes))
    } else {
      beginStep(size: 2 * stepSize)
    }
  }
}

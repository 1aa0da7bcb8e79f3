import KubeAPI
import Units

/// What a reconcile wants done: API calls in order, each with a continuation on its result.
///
/// The decision is a value; carrying it out takes time (limits, latency, batches) and is the
/// runtime's work. The worker that asked stays busy until the plan has ended.
public indirect enum Plan {
  /// Nothing more to do.
  case done
  /// Look again after this delay even if nothing changes, as a deadline would need.
  case requeue(after: TimeSpan)
  /// It did not work: look again after the key's back-off.
  case fail(APIError)
  /// One call, and what to do with its outcome.
  case call(APIRequest, then: (APIResult) -> Plan)
  /// Many calls, and what to do with their outcomes.
  case batch(CallBatch, then: (BatchResult) -> Plan)
  /// Something outside of the API server (the cloud) that answers by handing on a plan.
  case outside(((@escaping (Plan) -> Void) -> Void))

  /// Carries `requests` out side by side and goes on when all have been answered.
  public static func parallel(
    _ requests: [APIRequest], each: ((Int, APIResult) -> Void)? = nil,
    then: @escaping (BatchResult) -> Plan
  ) -> Plan {
    .batch(CallBatch(requests, pace: .parallel, each: each), then: then)
  }

  /// Carries `requests` out in batches of 1, 2, 4 … and goes on after the last batch, or after
  /// the first in which one failed.
  ///
  /// Source: `pkg/controller/replicaset/replica_set.go` (slowStartBatch), v1.36.
  public static func slowStart(
    _ requests: [APIRequest], each: ((Int, APIResult) -> Void)? = nil,
    then: @escaping (BatchResult) -> Plan
  ) -> Plan {
    .batch(CallBatch(requests, pace: .slowStart, each: each), then: then)
  }

  /// One call; a refusal ends the plan as failed, success goes on.
  public static func attempt(
    _ request: APIRequest, then: @escaping (APIResponse) -> Plan = { _ in .done }
  ) -> Plan {
    .call(request) { result in
      switch result {
      case .success(let response): then(response)
      case .failure(let error): .fail(error)
      }
    }
  }

  /// The calls of `plans` one after the other; the first that fails or asks to be requeued ends
  /// it all.
  public static func inOrder(_ plans: [Plan], then last: @escaping () -> Plan) -> Plan {
    plans.reversed().reduce(Lazily(last)) { rest, plan in
      Lazily { plan.followed(by: rest.make) }
    }.make()
  }

  private struct Lazily {
    let make: () -> Plan
    init(_ make: @escaping () -> Plan) { self.make = make }
  }

  /// This plan, and when it has ended with `done`, the plan that `next` makes then.
  public func followed(by next: @escaping () -> Plan) -> Plan {
    switch self {
    case .done: next()
    case .requeue, .fail: self
    case .call(let request, let then): .call(request) { then($0).followed(by: next) }
    case .batch(let batch, let then): .batch(batch) { then($0).followed(by: next) }
    case .outside(let work):
      .outside { handOn in work { handOn($0.followed(by: next)) } }
    }
  }
}

/// Many calls of one plan and the pace at which they are made.
public struct CallBatch {
  /// The pace of a batch.
  public enum Pace: Sendable {
    /// All at once, whatever comes of each.
    case parallel
    /// In batches of 1, 2, 4 …, stopping after the first batch with a failure.
    case slowStart
  }
  /// The calls.
  public var requests: [APIRequest]
  /// The pace.
  public var pace: Pace
  /// Told of each answer as it comes, with the call's place in `requests`.
  public var each: ((Int, APIResult) -> Void)?

  /// A batch of `requests`.
  public init(
    _ requests: [APIRequest], pace: Pace, each: ((Int, APIResult) -> Void)? = nil
  ) {
    self.requests = requests
    self.pace = pace
    self.each = each
  }
}

/// What came of a batch.
public struct BatchResult: Sendable {
  /// The outcome of each call; nil for those never made.
  public var outcomes: [APIResult?]

  /// A result with these outcomes.
  public init(outcomes: [APIResult?]) { self.outcomes = outcomes }

  /// The first failure that came, in the order of the calls.
  public var firstError: APIError? {
    for case .failure(let error)? in outcomes { return error }
    return nil
  }

  /// The number of calls that went well.
  public var successCount: Int {
    outcomes.count { if case .success? = $0 { true } else { false } }
  }
}

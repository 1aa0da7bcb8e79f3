import ClusterSim
import Documents
import Units

/// The fields of clients that have a default.
enum ClientParameters {
  static let client: [Parameter<ClientDesign>] = [
    .init(
      "clients", "timeout", \.timeout, .positiveDuration, "30s", .assumed,
      "browsers wait longer, people do not", "how long a request may take"),
    .init(
      "clients", "connect-timeout", \.connectTimeout, .positiveDuration, "10s", .assumed,
      "between 3 s and a minute in libraries", "how long opening a connection may take"),
    .init(
      "clients", "prober", \.isProber, .boolean, "false", .assumed, "most clients are users",
      "whether it measures blackouts and is no user"),
  ]

  static let retries: [Parameter<RetryDesign>] = [
    .init(
      "clients.retries", "count", \.count, .integer(in: 0...100), "0", .assumed,
      "browsers repeat little, and no POST", "attempts after the first"),
    .init(
      "clients.retries", "backoff", \.backoff, .duration, "200ms", .assumed,
      "common in libraries", "the wait before the first retry, doubled for each later one"),
  ]

  static let objective: [Parameter<ObjectiveDesign>] = [
    .init(
      "objective", "success", \.successShare, .share, "99.9%", .assumed, "three nines",
      "the share of requests that must succeed")
  ]
}

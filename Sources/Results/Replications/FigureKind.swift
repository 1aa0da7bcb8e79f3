import Statistics

/// What sort of number a figure of `summary.json` is, as the names on its path say.
///
/// Every name of the summary carries its unit, so nothing else need be kept beside a figure.
public enum FigureKind: String, Sendable {
  /// A number of requests or the like.
  case count
  /// A share of a whole, 0 … 1.
  case share
  /// A time in milliseconds.
  case milliseconds
  /// A time in seconds.
  case seconds
  /// US dollars.
  case dollars
  /// CPU in cores.
  case cores
  /// Memory in bytes.
  case bytes

  /// The kind of the figure at `path`.
  public init(_ path: [String]) {
    let last = path.last ?? ""
    let above = path.dropLast().last ?? ""
    if above.hasSuffix("_ms") || last.hasSuffix("_ms") {
      self = .milliseconds
    } else if last.hasSuffix("_usd") {
      self = .dollars
    } else if last.hasSuffix("_seconds") {
      self = .seconds
    } else if last.hasSuffix("_cores") {
      self = .cores
    } else if last.hasSuffix("_bytes") {
      self = .bytes
    } else if last.hasSuffix("_share") || last == "availability" {
      self = .share
    } else {
      self = .count
    }
  }

  /// What a figure of the kind can be: nothing that the summary holds is below zero.
  var bounds: ClosedRange<Double> { self == .share ? 0...1 : 0 ... .infinity }
}

/// Paths of figures in `summary.json`, member by member; a member of a list is named.
public enum FigurePath {
  /// The path as scenarios write it: `phases.update.failures_by_cause."503 queue full"`.
  public static func text(_ path: [String]) -> String {
    path.map { member in
      let isPlain = member.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf)
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      }
      return isPlain && !member.isEmpty ? member : "\"\(member)\""
    }.joined(separator: ".")
  }

  /// The share of requests that must lie beyond a quantile for it to mean something, by the
  /// quantile's name: `p99` is 0.01; nil for what is no quantile.
  static func tail(of name: String) -> Double? {
    ["p50": 0.5, "p90": 0.1, "p95": 0.05, "p99": 0.01, "p99_9": 0.001][name]
  }
}

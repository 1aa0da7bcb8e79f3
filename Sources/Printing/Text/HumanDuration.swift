import Units

/// Spans of time as kubectl prints ages: two figures at most, coarser as they grow.
public enum HumanDuration {
  /// `span` as an age, such as `90s`, `5m12s` or `3h`.
  ///
  /// Source: `k8s.io/apimachinery/pkg/util/duration/duration.go` (HumanDuration), v1.36.
  public static func text(_ span: TimeSpan) -> String {
    let seconds = span.nanoseconds / 1_000_000_000
    if seconds < -1 { return "<invalid>" }
    if seconds < 0 { return "0s" }
    if seconds < 120 { return "\(seconds)s" }
    let minutes = seconds / 60
    if minutes < 10 { return pair(minutes, "m", seconds % 60, "s") }
    if minutes < 180 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 8 { return pair(hours, "h", minutes % 60, "m") }
    if hours < 48 { return "\(hours)h" }
    let days = hours / 24
    if days < 8 { return pair(days, "d", hours % 24, "h") }
    if days < 2 * 365 { return "\(days)d" }
    if days < 8 * 365 { return pair(days / 365, "y", days % 365, "d") }
    return "\(days / 365)y"
  }

  /// The age at `now` of what happened at `instant`; `<unknown>` when nobody knows when that was.
  public static func age(since instant: Instant?, now: Instant) -> String {
    instant.map { text(now - $0) } ?? "<unknown>"
  }

  private static func pair(_ large: Int64, _ unit: String, _ small: Int64, _ other: String)
    -> String
  {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(other)"
  }
}

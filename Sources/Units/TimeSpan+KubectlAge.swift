extension TimeSpan {
  /// The span as kubectl prints ages: two figures at most, coarser as it grows (`2m10s`, `3h`).
  ///
  /// Source: k8s.io/apimachinery, pkg/util/duration/duration.go (HumanDuration), v1.36.
  public var kubectlAge: String {
    let seconds = nanoseconds / 1_000_000_000
    if seconds < -1 { return "<invalid>" }
    if seconds < 0 { return "0s" }
    if seconds < 120 { return "\(seconds)s" }
    let minutes = seconds / 60
    if minutes < 10 { return TimeSpan.age(minutes, "m", seconds % 60, "s") }
    if minutes < 180 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 8 { return TimeSpan.age(hours, "h", minutes % 60, "m") }
    if hours < 48 { return "\(hours)h" }
    let days = hours / 24
    if days < 8 { return TimeSpan.age(days, "d", hours % 24, "h") }
    if days < 2 * 365 { return "\(days)d" }
    if days < 8 * 365 { return TimeSpan.age(days / 365, "y", days % 365, "d") }
    return "\(days / 365)y"
  }

  private static func age(
    _ large: Int64, _ unit: String, _ rest: Int64, _ restUnit: String
  ) -> String {
    rest == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(rest)\(restUnit)"
  }
}

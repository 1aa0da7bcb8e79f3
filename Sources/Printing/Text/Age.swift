import Units

extension Instant {
  /// The age now of what happened at `instant`; `<unknown>` when nobody knows when that was.
  func kubectlAge(since instant: Instant?) -> String {
    instant.map { (self - $0).kubectlAge } ?? "<unknown>"
  }
}

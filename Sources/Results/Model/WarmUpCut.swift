import Units

/// What was left out at the start of something steady.
public struct WarmUpCut: Sendable, Equatable {
  /// The phase; nil for the measured window.
  public var phase: String?
  /// How much of its start is in none of its figures.
  public var cut: TimeSpan
  /// Whether pilot replications showed how much, and the scenario did not say.
  public var isDetected = false

  /// A cut at the start of `phase`, or of the measured window.
  public init(of phase: String?, cut: TimeSpan, isDetected: Bool = false) {
    self.phase = phase
    self.cut = cut
    self.isDetected = isDetected
  }

  /// The cut in a sentence, with what it is of.
  public var sentence: String {
    let place = phase.map { "Phase \($0)" } ?? "The measured window"
    let how = isDetected ? "detected by MSER-5 in pilot replications" : "set by the scenario"
    return cut == .zero
      ? "\(place) has no warm-up to leave out (\(how))."
      : "\(place) leaves out its first \(NumberText.seconds(cut)) s (\(how))."
  }
}

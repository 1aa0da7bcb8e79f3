import Units

/// How much of the start of something steady is left out of its figures.
public enum WarmUp: Hashable, Sendable {
  /// So much of it.
  case fixed(TimeSpan)
  /// As much as pilot replications show; a run by itself leaves nothing out for it.
  case detected

  /// What a run leaves out.
  public var cut: TimeSpan {
    switch self {
    case .fixed(let span): span
    case .detected: .zero
    }
  }
}

extension Moment {
  /// The moment so much later.
  public func later(by span: TimeSpan) -> Moment {
    switch self {
    case .at(let instant): .at(instant + span)
    case .afterStep(let step, let plus): .afterStep(step, plus: plus + span)
    case .phase(let phase, let plus): .phase(phase, plus: plus + span)
    }
  }
}

import Units
import Workloads

/// Which stretch of a run a request counts to: its phase of the timeline, and whether it falls into
/// the measured window.
///
/// The ledger numbers stretches; a new one begins whenever a phase begins or the window opens or
/// closes.
struct Segments {
  private struct Segment {
    var number: UInt16
    var phase: Int?
    var isMeasured: Bool
  }
  private var segments: [Segment]

  /// One stretch from the start, without a phase.
  init(isMeasured: Bool) { segments = [Segment(number: 0, phase: nil, isMeasured: isMeasured)] }

  /// A phase begins.
  mutating func begin(phase: Int, in ledger: RequestLedger) {
    let isMeasured = segments.last?.isMeasured ?? true
    segments.append(
      Segment(number: ledger.beginPhase(), phase: phase, isMeasured: isMeasured))
  }

  /// The measured window opens or closes.
  mutating func measure(_ isMeasured: Bool, in ledger: RequestLedger) {
    let phase = segments.last?.phase
    segments.append(Segment(number: ledger.beginPhase(), phase: phase, isMeasured: isMeasured))
  }

  /// The ledger's numbers of a phase's stretches; nil when it has not begun.
  func numbers(ofPhase phase: Int) -> Range<UInt16>? {
    range(segments.filter { $0.phase == phase }.map(\.number))
  }

  /// The ledger's numbers of the measured window; nil when it has not opened.
  var measured: Range<UInt16>? { range(segments.filter(\.isMeasured).map(\.number)) }

  private func range(_ numbers: [UInt16]) -> Range<UInt16>? {
    guard let first = numbers.first, let last = numbers.last else { return nil }
    return first..<(last + 1)
  }
}

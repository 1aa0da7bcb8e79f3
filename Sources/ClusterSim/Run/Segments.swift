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
    var isWarmingUp = false
  }
  private var segments: [Segment]

  /// One stretch from the start, without a phase.
  init(isMeasured: Bool) { segments = [Segment(number: 0, phase: nil, isMeasured: isMeasured)] }

  /// A phase begins, with a warm-up that is in none of its figures or without.
  mutating func begin(phase: Int, isWarmingUp: Bool = false, in ledger: RequestLedger) {
    let isMeasured = segments.last?.isMeasured ?? true
    segments.append(
      Segment(
        number: ledger.beginPhase(), phase: phase, isMeasured: isMeasured,
        isWarmingUp: isWarmingUp))
  }

  /// The warm-up of a phase is over, if the phase itself is not.
  mutating func warmedUp(phase: Int, in ledger: RequestLedger) {
    guard let last = segments.last, last.phase == phase, last.isWarmingUp else { return }
    begin(phase: phase, in: ledger)
  }

  /// The measured window opens or closes.
  mutating func measure(_ isMeasured: Bool, in ledger: RequestLedger) {
    let (phase, isWarmingUp) = (segments.last?.phase, segments.last?.isWarmingUp ?? false)
    segments.append(
      Segment(
        number: ledger.beginPhase(), phase: phase, isMeasured: isMeasured,
        isWarmingUp: isWarmingUp))
  }

  /// The ledger's numbers of a phase's stretches after its warm-up; nil when there is none.
  func numbers(ofPhase phase: Int) -> Range<UInt16>? {
    range(segments.filter { $0.phase == phase && !$0.isWarmingUp }.map(\.number))
  }

  /// The ledger's numbers of the measured window; nil when it has not opened.
  var measured: Range<UInt16>? { range(segments.filter(\.isMeasured).map(\.number)) }

  private func range(_ numbers: [UInt16]) -> Range<UInt16>? {
    guard let first = numbers.first, let last = numbers.last else { return nil }
    return first..<(last + 1)
  }
}

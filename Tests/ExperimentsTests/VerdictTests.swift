import Experiments
import Results
import Testing

struct VerdictTests {
  typealias Second = VerdictRule.Second

  static func seconds(_ count: Int, inFlight: Int, arrived: Int, timedOut: Int) -> [Second] {
    Array(
      repeating: Second(inFlight: inFlight, arrived: arrived, timedOut: timedOut), count: count)
  }

  @Test func `a last second that is cut off does not make an overload look drained`() {
    let overload = Self.seconds(630, inFlight: 200, arrived: 20, timedOut: 20)
    let cut = [Second(inFlight: 203, arrived: 2, timedOut: 0)]
    let verdict = VerdictRule(overload + cut, measured: 0..<600).verdict
    #expect(verdict.kind == .overloaded)
  }

  @Test func `a queue that empties after the window was a backlog`() {
    let burst = Self.seconds(100, inFlight: 200, arrived: 20, timedOut: 20)
    let calm = Self.seconds(5, inFlight: 1, arrived: 20, timedOut: 0)
    #expect(VerdictRule(burst + calm, measured: 0..<100).verdict.kind == .backlogged)
  }

  @Test func `a level that chance explains is stable`() {
    let steady = (0..<200).map { Second(inFlight: 9 + $0 % 5, arrived: 50, timedOut: 0) }
    #expect(VerdictRule(steady, measured: 0..<200).verdict.kind == .stable)
  }
}

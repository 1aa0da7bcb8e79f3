import Statistics
import Testing
import Units

struct TimeWeightedTests {
  func second(_ n: Int64) -> Instant { .start + .seconds(n) }

  @Test func `the average is the area under the steps over the time`() {
    var busy = TimeWeighted()
    busy.add(1, at: second(2))
    busy.add(2, at: second(4))
    busy.add(-3, at: second(5))
    // 0 for 2 s, 1 for 2 s, 3 for 1 s, 0 for 5 s.
    #expect(busy.average(until: second(10)) == 0.5)
    #expect(busy.area(until: second(10)) == 5_000_000_000)
    #expect(busy.maximum == 3)
    #expect(busy.value == 0)
  }

  @Test func `setting the same value again changes nothing`() {
    var once = TimeWeighted(7)
    var often = TimeWeighted(7)
    for n in Int64(1)..<100 { often.set(7, at: second(n)) }
    once.set(0, at: second(100))
    often.set(0, at: second(100))
    #expect(once.area(until: second(200)) == often.area(until: second(200)))
  }

  @Test func `a restart forgets the past but not the value`() {
    var length = TimeWeighted(9)
    length.set(4, at: second(10))
    length.restart(at: second(20))
    #expect(length.average(until: second(20)) == 4)
    #expect(length.average(until: second(30)) == 4)
    #expect(length.maximum == 4)
    #expect(length.start == second(20))
  }

  @Test func `the greatest values and longest times do not overflow`() {
    var value = TimeWeighted(.max)
    #expect(value.average(until: .never) == Double(Int64.max))
    value.set(.min, at: .never)
    #expect(value.area(until: .never) == Int128(Int64.max) * Int128(Int64.max))
  }
}

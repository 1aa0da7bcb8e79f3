import Printing
import Testing
import Units

struct HumanDurationTests {
  @Test(
    arguments: [
      (-5, "<invalid>"), (0, "0s"), (119, "119s"), (120, "2m"), (125, "2m5s"), (599, "9m59s"),
      (600, "10m"), (10_799, "179m"), (10_800, "3h"), (11_000, "3h3m"), (28_800, "8h"),
      (172_799, "47h"), (172_800, "2d"), (180_000, "2d2h"), (691_200, "8d"),
      (63_072_000, "2y"), (63_158_400, "2y1d"), (252_288_000, "8y"),
    ] as [(Int64, String)])
  func `ages have two figures at most`(seconds: Int64, text: String) {
    #expect(HumanDuration.text(.seconds(seconds)) == text)
  }

  @Test(
    arguments: [
      (0, "Mon, 01 Jan 2024 00:00:00 +0000"), (90, "Mon, 01 Jan 2024 00:01:30 +0000"),
      (5_097_600, "Thu, 29 Feb 2024 00:00:00 +0000"),
      (31_622_400, "Wed, 01 Jan 2025 00:00:00 +0000"),
    ] as [(Int64, String)])
  func `a run begins on the first of January 2024`(seconds: Int64, text: String) {
    #expect(SimulatedCalendar.rfc1123(Samples.at(seconds)) == text)
  }

  @Test func `a column is as wide as its longest cell and the padding`() {
    #expect(
      TabWriter.table.align("NAME\tAGE\nlonger-name\t5s") == """
        NAME          AGE
        longer-name   5s
        """)
    #expect(TabWriter.description.align("a:\tb\nno cell\nlong:\tc") == "a:  b\nno cell\nlong:  c")
  }
}

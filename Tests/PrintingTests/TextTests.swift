import Printing
import Testing
import Units

struct TextTests {
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

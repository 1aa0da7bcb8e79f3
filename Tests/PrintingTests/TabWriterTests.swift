import Printing
import Testing

struct TabWriterTests {
  @Test func `a column is as wide as its longest cell and the padding`() {
    #expect(TabWriter.table.align("NAME\tAGE\nlonger-name\t5s") == """
      NAME          AGE
      longer-name   5s
      """)
  }
}

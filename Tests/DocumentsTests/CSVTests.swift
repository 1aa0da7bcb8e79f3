import Documents
import Testing

struct CSVTests {
  private func rows(_ text: String, pieces: Int? = nil) throws -> [[String]] {
    var reader: CSVReader
    if let pieces {
      var rest = Array(text.utf8)[...]
      reader = try CSVReader(file: "f.csv") {
        guard !rest.isEmpty else { return nil }
        defer { rest = rest.dropFirst(pieces) }
        return Array(rest.prefix(pieces))
      }
    } else {
      reader = try CSVReader(SourceFile(name: "f.csv", text: text))
    }
    var all = [reader.columns]
    while let row = try reader.next() { all.append(row.fields) }
    return all
  }

  static let good: [(text: String, rows: [[String]])] = [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\n,\n", [["a", "b"], ["", ""]]),
    ("a\n\"x,\"\"y\"\"\n\nz\"\n", [["a"], ["x,\"y\"\n\nz"]]),
    ("a,b\n\"\",\" x \"\r\n", [["a", "b"], ["", " x "]]),
    ("é,b\n😀,\"é\"\n", [["é", "b"], ["😀", "é"]]),
  ]

  @Test(arguments: good)
  func `tables are read as RFC 4180 has it`(text: String, rows: [[String]]) throws {
    #expect(try self.rows(text) == rows)
    for pieces in 1...3 { #expect(try self.rows(text, pieces: pieces) == rows) }
  }

  static let broken: [(text: String, complaint: String)] = [
    ("", "f.csv:1:1: error: the file is empty; the first row names the columns"),
    (
      "a,b\n1\n",
      "f.csv:2:1: error: the row has 1 fields, the header 2; "
        + "put a field that has a comma in double quotes"
    ),
    (
      "a,b\n1,2\n3,4,5\n",
      "f.csv:3:1: error: the row has 3 fields, the header 2; "
        + "put a field that has a comma in double quotes"
    ),
    ("a,b\n1,2\n\n", "f.csv:3:1: error: the line is empty; remove it"),
    (
      "a,b\n1,\"2\n3\n",
      "f.csv:2:3: error: the quote is never closed; a closing double quote is missing"
    ),
    (
      "a,b\n1,2\"3\"\n",
      "f.csv:2:4: error: a double quote stands inside a field without quotes; "
        + "put the whole field in quotes and double the quote inside"
    ),
    (
      "a,b\n\"1\"x,2\n",
      "f.csv:2:4: error: text follows after the closing quote; double a quote inside a field"
    ),
    ("a,b\r1,2\n", "f.csv:1:4: error: a carriage return stands alone; end lines with LF or CRLF"),
    ("a,a\n", "f.csv:1:3: error: the column \"a\" is here twice; rename or remove one"),
  ]

  @Test(arguments: broken)
  func `what is wrong is named with its line`(text: String, complaint: String) {
    do {
      _ = try rows(text)
      Issue.record("accepted")
    } catch {
      #expect("\(error)" == complaint)
    }
  }

  @Test func `fields are found by column and read by format`() throws {
    var reader = try CSVReader(SourceFile(name: "f.csv", text: "name,cpu\na,3\nb,x\n"))
    let first = try #require(try reader.next())
    #expect(first["name"] == "a")
    #expect(first["none"] == nil)
    #expect(try first.value("cpu", .integer(in: 0...9)) == 3)
    let second = try #require(try reader.next())
    do throws(Problems) {
      _ = try second.value("cpu", .integer(in: 0...9))
    } catch {
      #expect(
        error.description
          == "f.csv:3:3: error: cpu is \"x\"; write a whole number such as 3")
    }
    do throws(Problems) {
      _ = try second.value("cpus", .string)
    } catch {
      #expect(
        error.description
          == "f.csv:1:1: error: the table has no column \"cpus\"; did you mean \"cpu\"?")
    }
  }
}

import Foundation
import Results
import Testing

struct JSONValueTests {
  @Test func `keys are sorted and numbers are plain`() {
    let value = JSONValue.object([
      ("b", .array([.int(1), .double(0.5), .double(.nan), .null])),
      ("a", .object([])), ("é", .bool(true)), ("Z", .decimal(12_500, digits: 3)),
      ("c", .unsigned(.max)),
    ])
    #expect(
      value.compactText()
        == #"{"Z":12.5,"a":{},"b":[1,0.5,null,null],"c":18446744073709551615,"é":true}"#)
    #expect(
      JSONValue.object([("x", .array([.int(1)])), ("y", .array([]))]).text()
        == "{\n  \"x\": [\n    1\n  ],\n  \"y\": []\n}\n")
  }

  @Test(arguments: [
    "plain", "quote \" and \\ slash", "line\nfeed\r\ttab", "null \u{0} and delete \u{7f}",
    "<script>alert('é😀')</script>", "\u{2028}",
  ])
  func `any text reads back as it was`(text: String) throws {
    let document = JSONValue.object([(text, .string(text))]).text()
    let read = try JSONSerialization.jsonObject(with: Data(document.utf8)) as? [String: String]
    #expect(read == [text: text])
  }

  @Test(arguments: [
    ("", nil), ("/phases/1/failed", 212.0), ("/by/a~1b/~0x", 3.0), ("/phases/2/failed", nil),
    ("/phases/-1", nil), ("phases", nil), ("/phases/1/failed/0", nil),
  ])
  func `a pointer finds its figure`(pointer: String, number: Double?) {
    let document = JSONValue.object([
      ("phases", .array([.null, .object([("failed", .int(212))])])),
      ("by", .object([("a/b", .object([("~x", .decimal(3_000, digits: 3))]))])),
    ])
    #expect(document.value(at: pointer)?.number == number)
    #expect(JSONValue.pointerToken("~a/b") == "~0a~1b")
  }
}

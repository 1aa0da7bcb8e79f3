import Documents
import Testing

struct SuggestionTests {
  static let cases: [(word: String, known: [String], nearest: String?)] = [
    ("replica", ["replicas", "selector"], "replicas"),
    ("contianers", ["containers", "initContainers"], "containers"),
    ("containerport", ["containerPort", "hostPort"], "containerPort"),
    ("target_port", ["targetPort", "port"], "targetPort"),
    ("terminationGracePeriod", ["terminationGracePeriodSeconds"], nil),
    ("sepc", ["spec", "kind"], "spec"),
    ("xyz", ["spec", "kind"], nil),
    ("nme", ["name", "note"], "name"),
    ("a", ["b"], nil),
    ("", ["b"], nil),
    ("b", [], nil),
    (String(repeating: "x", count: 100_000), ["spec"], nil),
  ]

  @Test(arguments: cases)
  func `the nearest known word is suggested`(word: String, known: [String], nearest: String?) {
    #expect(Suggestion.nearest(to: word, among: known) == nearest)
  }

  @Test func `known words are listed when none is near and they are few`() {
    #expect(Suggestion.hint(for: "zzz", among: ["b", "a"]) == "allowed here: a, b")
    #expect(Suggestion.hint(for: "zzz", among: (0..<50).map { "key\($0)" }) == nil)
  }

  @Test func `texts in messages stay on one line and short`() {
    #expect(quoted("a\nb\u{0}\u{202E}\"") == #""a\nb\u{0}\u{202e}\"""#)
    #expect(quoted(String(repeating: "é", count: 100), limit: 3) == "\"ééé…\"")
  }
}

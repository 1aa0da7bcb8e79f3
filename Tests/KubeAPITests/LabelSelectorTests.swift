import Documents
import KubeAPI
import Testing

struct LabelSelectorTests {
  static let labels: StringMap = ["app": "web", "tier": "front", "size": "7", "empty": ""]

  static let cases: [(text: String, matches: Bool)] = [
    ("", true), ("app=web", true), ("app==web", true), ("app=db", false), ("app", true),
    ("!app", false), ("!canary", true), ("canary", false), ("app!=db", true),
    ("app!=web", false), ("canary!=x", true), ("app in (web, db)", true),
    ("app in (db)", false), ("canary in (x)", false), ("app notin (web,db)", false),
    ("canary notin (x)", true), ("size>6", true), ("size>7", false), ("size<8", true),
    ("app>1", false), ("app=web,tier=front", true), ("app=web,tier!=front", false),
    ("  app = web , !canary ", true), ("empty=", true), ("app=", false), ("empty in (,x)", true),
    ("app in (web),app!=db,size<10,!x", true), ("app=web,app=db", false),
  ]

  @Test(arguments: cases)
  func `a selector's text finds what kubectl finds`(text: String, matches: Bool) throws {
    #expect(try LabelSelector(parsing: text).matches(Self.labels) == matches)
  }

  @Test(arguments: [
    ",", "app,", "app=a=b", "=a", "app in", "app in (", "app in (a", "app in a", "app near (a)",
    "app=-a", "-app=a", "app!", "a b", "!", "!!a", "app=web;x=y", "a/b/c=d", "(", "app in (a))",
  ])
  func `what is no selector is refused`(text: String) {
    #expect(throws: ValueProblem.self) { try LabelSelector(parsing: text) }
  }

  @Test func `an empty selector finds everything`() {
    #expect(LabelSelector().isEmpty)
    #expect(LabelSelector().matches([:]))
  }
}

import KubeAPI
import Testing

struct NameRulesTests {
  static let long = String(repeating: "a", count: 64)

  static let cases: [(text: String, label: Bool, subdomain: Bool, service: Bool, key: Bool)] = [
    ("a", true, true, true, true), ("a-b", true, true, true, true),
    ("0a", true, true, false, true), ("a.b", false, true, false, true),
    ("a..b", false, false, false, true), ("A", false, false, false, true),
    ("a_b", false, false, false, true), ("-a", false, false, false, false),
    ("a-", false, false, false, false), ("a.", false, false, false, false),
    ("", false, false, false, false), ("a/b", false, false, false, true),
    ("a.b/c_D", false, false, false, true), ("A/b", false, false, false, false),
    ("a/b/c", false, false, false, false), ("/a", false, false, false, false),
    ("a/", false, false, false, false), ("é", false, false, false, false),
    (long, false, true, false, false), ("a b", false, false, false, false),
    (String(repeating: "a", count: 254), false, false, false, false),
  ]

  @Test(arguments: cases)
  func `names follow the server's rules`(
    text: String, label: Bool, subdomain: Bool, service: Bool, key: Bool
  ) {
    #expect(NameRules.isDNSLabel(text) == label)
    #expect(NameRules.isDNSSubdomain(text) == subdomain)
    #expect(NameRules.isServiceName(text) == service)
    #expect(NameRules.isQualifiedName(text) == key)
  }

  @Test func `port names, addresses and keys follow the server's rules`() {
    for (text, isRight) in [
      ("http", true), ("a-1", true), ("1", false), ("a--b", false), ("a-", false), ("", false),
      ("abcdefghijklmno", true), ("abcdefghijklmnop", false), ("HTTP", false),
    ] { #expect(NameRules.isPortName(text) == isRight, "\(text)") }
    for (text, isRight) in [
      ("10.0.0.1", true), ("256.0.0.1", false), ("1.2.3", false), ("01.2.3.4", false),
      ("::1", true), ("fd00::1", true), ("x::1", false), ("", false),
    ] { #expect(NameRules.isAddress(text) == isRight, "\(text)") }
    for (text, isRight) in [
      ("a.b_C-1", true), ("..a", false), (".", false), ("a/b", false), ("", false), (".a", true),
    ] { #expect(NameRules.isDataKey(text) == isRight, "\(text)") }
  }

  static let images: [(name: String, repository: String, tag: String, always: Bool)] = [
    ("nginx", "nginx", "latest", true), ("nginx:1.2", "nginx", "1.2", false),
    ("nginx:latest", "nginx", "latest", true),
    ("host:5000/a/b", "host:5000/a/b", "latest", true),
    ("host:5000/a/b:v1", "host:5000/a/b", "v1", false),
    ("a@sha256:00", "a", "", false), ("a:latest@sha256:00", "a", "latest", true),
    ("", "", "latest", true), (":", "", "", false), ("@", "", "latest", true),
  ]

  @Test(arguments: images)
  func `an image's name says when it is pulled`(
    name: String, repository: String, tag: String, always: Bool
  ) {
    let image = ImageReference(name)
    #expect(image.repository == repository)
    #expect(image.tag == tag)
    #expect((image.defaultPullPolicy == .always) == always)
  }
}

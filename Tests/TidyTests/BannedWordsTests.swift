import Testing

struct BannedWordsTests {
  struct Ban: Sendable, CustomTestStringConvertible {
    let word: String
    let instead: String
    var allowedIn: [String] = []
    var testDescription: String { word }
  }

  static let bans: [Ban] = [
    Ban(word: "try" + "!", instead: "throw, or a precondition that prints the values"),
    Ban(word: " as" + "! ", instead: "as? with an answer for the other case"),
    Ban(word: "fatal" + "Error(", instead: "precondition, or a typed error for bad input"),
    Ban(word: "Date" + "()", instead: "the clock that you are given"),
    Ban(word: "Date" + ".now", instead: "the clock that you are given"),
    Ban(
      word: "Continuous" + "Clock", instead: "the clock that you are given",
      allowedIn: ["wavetank", "wavetank-bench"]),
    Ban(word: "System" + "RandomNumberGenerator", instead: "a named RandomStream"),
    Ban(word: ".random" + "(in:", instead: "a named RandomStream"),
    Ban(word: "Task" + " {", instead: "a closure on the clock"),
    Ban(word: "TO" + "DO", instead: "do it, or file an issue"),
    Ban(word: "FIX" + "ME", instead: "do it, or file an issue"),
  ]

  @Test(arguments: bans)
  func `a banned word stands nowhere in the sources`(ban: Ban) {
    let places = SourceTree.shared.places { file, line in
      file.isSource && !ban.allowedIn.contains(file.target) && line.contains(ban.word)
    }
    #expect(places == [], "use instead: \(ban.instead)")
  }

  /// `exp`, `log` and `pow` of the C library differ in their last bits from machine to machine.
  @Test func `the C library's exp, log and pow are called through one door only`() {
    let calls = ["exp(", "log(", "pow(", "log2(", "exp2(", "log10(", "expm1(", "log1p("]
    let places = SourceTree.shared.places { file, line in
      guard file.isSource, file.target != "Randomness", file.target != "CGSL" else { return false }
      guard !line.trimmed.hasPrefix("//") else { return false }
      return calls.contains { call in
        guard let range = line.range(of: call) else { return false }
        guard range.lowerBound > line.startIndex else { return true }
        let before = line[line.index(before: range.lowerBound)]
        return !(before.isLetter || before.isNumber || before == "_" || before == ".")
      }
    }
    #expect(places == [], "use Elementary of the Randomness target instead")
  }

  @Test func `no path of a developer's machine stands in the tree`() {
    let words = ["/wo" + "rk/", "/tm" + "p/bash"]
    let places = SourceTree.shared.places { _, line in words.contains { line.contains($0) } }
    #expect(places == [])
  }
}

import Documents
import Foundation
import Randomness
import Scenarios
import Testing

/// Damaged scenarios are refused or read, and never stop the program.
struct FuzzTests {
  @Test(arguments: 1...8)
  func `a damaged scenario is refused with problems in it`(seed: UInt64) throws {
    let folder = ShippedScenarioTests.root + "/scenarios/article"
    let text = try String(contentsOfFile: folder + "/scenario.yaml", encoding: .utf8)
    var stream = Streams(seed: seed).stream("damage")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<60 {
      var damaged = lines
      for _ in 0..<Int.random(in: 1...3, using: &stream) { Self.damage(&damaged, &stream) }
      do throws(Problems) {
        _ = try ScenarioLoader.load(text: damaged.joined(separator: "\n"), folder: folder)
      } catch {
        #expect(!error.errors.isEmpty)
        #expect(error.errors.allSatisfy { $0.line >= 1 && $0.column >= 1 })
      }
    }
  }

  /// Removes, doubles or moves a line, or changes characters in it.
  private static func damage(_ lines: inout [String], _ stream: inout RandomStream) {
    let place = Int.random(in: 0..<lines.count, using: &stream)
    switch Int.random(in: 0..<6, using: &stream) {
    case 0 where lines.count > 1: lines.remove(at: place)
    case 1: lines.insert(lines[place], at: place)
    case 2: lines.swapAt(place, Int.random(in: 0..<lines.count, using: &stream))
    case 3: lines[place] = "  " + lines[place]
    default:
      var scalars = Array(lines[place].unicodeScalars)
      guard !scalars.isEmpty else { return }
      let spot = Int.random(in: 0..<scalars.count, using: &stream)
      let new: [Unicode.Scalar] = ["-", "9", "0", ".", "<", "/", "\"", "e", " ", "%", "é", "="]
      scalars[spot] = new[Int.random(in: 0..<new.count, using: &stream)]
      lines[place] = String(String.UnicodeScalarView(scalars))
    }
  }
}

/// Manifests that a command of the timeline names.
struct ManifestProblemTests {
  @Test func `a broken manifest is reported in its own file, once`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("wavetank-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = [
      "scenario.yaml": """
        cluster: {pools: [{machine: e2-medium, count: 1}]}
        images: [{image: "*", pause: {}}]
        timeline:
          - run: kubectl create -f app.yaml
          - run: kubectl apply -f app.yaml
          - run: kubectl create -f ap.yaml

        """,
      "app.yaml": "apiVersion: v1\nkind: Servic\nmetadata: {name: app}\n",
    ]
    for name in files.keys.sorted() {
      try files[name]?.write(
        to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    let told = told { try ScenarioLoader.load(path: folder.path) }
      .map { $0.replacing(folder.path, with: "F") }
    #expect(
      told == [
        "F/scenario.yaml:6:28: error: timeline[2].run names a file that is \"ap.yaml\", and there "
          + "is no such file or folder in F; did you mean app.yaml?",
        "F/app.yaml:2:7: error: there is no kind \"Servic\"; did you mean Service?",
      ])
  }

  @Test func `an image that nothing runs in is reported`() {
    let told = told {
      try ShippedScenarioTests.load("article", ["images.0.image=other"])
    }
    let tail = "; add an entry to images: with a pattern that matches it"
    let expected = ["orange", "maroon"].map { colour in
      "nothing says what runs inside the image \"hnarayanan/djangogirls-app:1.2-\(colour)\"" + tail
    }
    #expect(told.count == 2)
    for (line, text) in zip(told, expected) { #expect(line.hasSuffix(text)) }
  }
}

import ClusterSim
import Documents
import Scenarios
import Testing

/// Variants of a scenario: what they change, what they may not, and where mistakes are told.
struct VariantTests {
  /// A scenario that variants are added to; `variants:` comes in its line 6.
  static let base = """
    cluster:
      pools:
        - {name: pool, machine: e2-medium, count: 1}
    images:
      - {image: "web:*", plain: {service: 10ms}}

    """

  static func study(_ rest: String, _ overrides: [String] = []) throws -> Study {
    try ScenarioLoader.study(text: base + rest, name: "s.yaml", overrides: overrides)
  }

  static func servers(_ design: ClusterDesign) -> Int? {
    guard case .plain(let plain) = design.images[0].program else { return nil }
    return plain.servers
  }

  @Test func `a variant is the scenario with its changes, in the order of the file`() throws {
    let study = try Self.study(
      """
      expect: [run.failed == 0, variants.two.run.lost <= variants.one.run.lost]
      compare: [run.lost, run.failures_by_cause."503 queue full"]
      best: {highest: run.succeeded}
      variants:
        - {name: one, title: One server}
        - name: two
          set: {images.0.plain.servers: 2, 'images."web:*".size': 5Mi}
          expect: [run.timed_out == 0]
      """)
    #expect(Self.servers(study.design) == 1)
    #expect(study.variants.map(\.name) == ["one", "two"])
    #expect(study.variants.map(\.title) == ["One server", "two"])
    #expect(study.variants.map { Self.servers($0.design) } == [1, 2])
    #expect(study.variants[1].design.images[0].size.mebibytes == 5)
    #expect(study.variants[1].changes.first == "images.0.plain.servers=2")
    #expect(study.design.expectations.map(\.text) == ["run.failed == 0"])
    #expect(study.variants[0].design.expectations.map(\.text) == ["run.failed == 0"])
    #expect(
      study.variants[1].design.expectations.map(\.text)
        == ["run.failed == 0", "run.timed_out == 0"])
    #expect(
      study.comparisons.map(\.bound) == [.figure(["variants", "one", "run", "lost"])])
    #expect(
      study.compared == [["run", "lost"], ["run", "failures_by_cause", "503 queue full"]])
    #expect(study.goal == Study.Goal(["run", "succeeded"], isLowestBest: false))
  }

  @Test func `what a person types with --set goes above what a variant sets`() throws {
    let text = "variants: [{name: two, set: {images.0.plain.servers: 2}}]\n"
    let study = try Self.study(text, ["images.0.plain.servers=7"])
    #expect(Self.servers(study.variants[0].design) == 7)
  }

  @Test func `a scenario without variants is a study of one design`() throws {
    let study = try Self.study("")
    #expect(study.variants.isEmpty && study.comparisons.isEmpty && study.compared == nil)
  }

  static let broken = [
    BrokenScenarioTests.Case(
      "an unknown field in a path", "variants:\n  - {name: a, set: {images.0.plain.servrs: 2}}\n",
      "7:36: error: unknown field \"servrs\" in images[0].plain (in variant \"a\"); did you mean "
        + "\"servers\"?"),
    BrokenScenarioTests.Case(
      "an unknown first name, in quotes",
      "variants:\n  - {name: a, set: {\"image.0.size\": 5Mi}}\n",
      "7:22: error: unknown field \"image\" (in variant \"a\"); did you mean \"images\"?"),
    BrokenScenarioTests.Case(
      "an item that is not there",
      "variants:\n  - name: a\n    set:\n      cluster.pools.pol.count: 2\n",
      "9:21: error: there is no item called \"pol\" (in variant \"a\"); did you mean \"pool\"?"),
    BrokenScenarioTests.Case(
      "a wrong value", "variants:\n  - {name: a, set: {images.0.plain.service: 10}}\n",
      "7:45: error: images[0].plain.service is \"10\", which has no unit (in variant \"a\"); did "
        + "you mean 10s or 10ms?"),
    BrokenScenarioTests.Case(
      "a seed of its own", "variants:\n  - {name: a, set: {seed: 2}}\n",
      "7:21: error: set cannot change \"seed\": all variants share their random numbers "
        + "(in variant \"a\"); remove it"),
    BrokenScenarioTests.Case(
      "two of one name", "variants:\n  - {name: a}\n  - {name: a}\n",
      "8:12: error: variants[1].name is \"a\", which another variant has; give each variant a "
        + "name of its own"),
    BrokenScenarioTests.Case(
      "a field that variants do not have", "variants: [{name: a, sets: {}}]\n",
      "6:22: error: unknown field \"sets\" in variants[0]; did you mean \"set\"?"),
    BrokenScenarioTests.Case(
      "a variant without a name", "variants: [{title: first}]\n",
      "6:12: error: \"name\" is missing in variants[0]; add name: with text"),
    BrokenScenarioTests.Case(
      "an expectation of an unknown variant",
      "expect: [variants.b.run.lost == 0]\nvariants: [{name: a}]\n",
      "6:10: error: expect[0] is \"variants.b.run.lost == 0\", which names \"b\", which is not "
        + "among the variants; allowed here: a"),
    BrokenScenarioTests.Case(
      "a variant beside the run itself",
      "expect: [run.lost < variants.a.run.lost]\nvariants: [{name: a}]\n",
      "6:10: error: expect[0] is \"run.lost < variants.a.run.lost\", which compares a variant "
        + "with each of them; name a variant on both sides: variants.NAME.FIGURE"),
    BrokenScenarioTests.Case(
      "figures of two units",
      "expect: [variants.a.run.lost < variants.a.run.availability]\nvariants: [{name: a}]\n",
      "6:10: error: expect[0] is \"variants.a.run.lost < variants.a.run.availability\", which "
        + "compares a number with a share; compare figures of the same unit"),
    BrokenScenarioTests.Case(
      "a variant's own expectation", "variants: [{name: a, expect: [run.lst == 0]}]\n",
      "6:31: error: variants[0].expect[0] is \"run.lst == 0\", which asks for \"lst\", which is "
        + "not there (in variant \"a\"); did you mean lost?"),
    BrokenScenarioTests.Case(
      "a figure to compare that is not there", "compare: [run.lots]\nvariants: [{name: a}]\n",
      "6:11: error: compare[0] is \"run.lots\", which asks for \"lots\", which is not there; "
        + "did you mean lost?"),
    BrokenScenarioTests.Case(
      "a comparison of nothing", "compare: [run.lost]\n",
      "6:1: error: compare says how to compare variants, and there are none; add variants:, or "
        + "remove it"),
    BrokenScenarioTests.Case(
      "two goals", "best: {lowest: run.lost, highest: run.succeeded}\nvariants: [{name: a}]\n",
      "6:26: error: best has both lowest and highest; keep one of them"),
  ]

  @Test(arguments: broken)
  func `a broken variant is told what would be right, where it stands`(
    example: BrokenScenarioTests.Case
  ) {
    let told = told { try Self.study(example.text) }
    #expect(told == example.expected.map { "s.yaml:" + $0 })
  }

  @Test func `what is wrong in the scenario is told once, not once a variant`() {
    let told = told { try Self.study("clinets: []\nvariants: [{name: a}, {name: b}]\n") }
    #expect(
      told == ["s.yaml:6:1: error: unknown field \"clinets\"; did you mean \"clients\"?"])
  }
}

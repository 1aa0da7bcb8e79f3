import Documents
import KubeAPI

/// A first scenario for somebody's own manifests: files to write, and what to tell the person.
public struct StartingPoint: Sendable {
  /// The files, each by its path in the new folder, in the order of writing.
  public let files: [(path: String, text: String)]
  /// How many guesses `scenario.yaml` marks as such.
  public let guesses: Int
  /// What the person should know of the manifests: kinds that are not simulated, and the like.
  public let warnings: [Problem]

  /// The scenario for the manifests at `paths`: files, or folders whose files are read in order.
  ///
  /// Objects of kinds that are not simulated are left out and warned of. What runs inside an image,
  /// who asks and which machines there are is guessed; every guess is marked by a comment that says
  /// why.
  /// - Throws: Everything that is wrong with the manifests, each at its place.
  public init(manifests paths: [String]) throws(Problems) {
    let found = try FoundManifests(paths: paths)
    let stack = FoundStack(found)
    var text = ScenarioText(stack)
    let scenario = (path: "scenario.yaml", text: text.scenario)
    files =
      [scenario]
      + found.files(
        namespaces: stack.missingNamespaces, priorityClasses: stack.missingPriorityClasses)
    guesses = text.guesses
    warnings = found.warnings
  }
}

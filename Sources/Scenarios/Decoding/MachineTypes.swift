import Cloud
import Documents

/// The machine types that a provider's price list has.
enum MachineTypes {
  /// Refuses a type that `provider` does not have.
  static func check(_ type: String, provider: String) throws(ValueProblem) {
    guard let list = Catalogue.builtIn[provider], list.machineType(type) == nil else { return }
    let known = list.machineTypes.map(\.name)
    throw ValueProblem(
      "is \(quoted(type)), which is no machine type of \(provider)",
      hint: Suggestion.nearest(to: type, among: known).map { "did you mean \($0)?" }
        ?? "write a type such as \(known.first ?? "e2-medium"), or cpu: and memory:")
  }
}

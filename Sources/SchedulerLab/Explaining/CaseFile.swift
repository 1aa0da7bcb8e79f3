import Documents
import KubeAPI
import Scheduler

/// Reads files of cases as the recorded truth has them: a list of cases, or of cases beside their
/// results; one alone; or one after the other, such as one a line.
///
/// What the API server would have refused is an error; what a scheduler copes with, such as a claim
/// that is not there, is not.
public enum CaseFile {
  /// The cases of `file`, in its order. A name that ends in `.yaml` or `.yml` is read as YAML, any
  /// other as JSON.
  ///
  /// - Throws: everything that is wrong with the file.
  public static func cases(in file: SourceFile) throws(Problems) -> [OracleCase] {
    let log = ProblemLog(file: file.name)
    let name = file.name.lowercased()
    let isYAML = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    let documents =
      isYAML
      ? YAMLReader.documents(in: file, log: log) : JSONReader.documents(in: file, log: log)
    var cases: [OracleCase] = []
    var names: [String: Mark] = [:]
    for node in documents.flatMap(Self.elements) {
      let number = cases.count + 1
      guard let one = OracleCase(node, log: log) else {
        if !log.hasErrors { log.error(at: node.mark, .wrongType, "case \(number) cannot be read") }
        continue
      }
      if let other = names.updateValue(node.mark, forKey: one.name), !one.name.isEmpty {
        log.error(
          at: node.mark, .duplicateKey, "the case \(quoted(one.name)) is here twice",
          hint: "rename one; the other begins in line \(other.line)")
      }
      cases.append(one)
    }
    if cases.isEmpty, !log.hasErrors {
      log.error(
        at: .start, .missingField, "there is no case in this file",
        hint: "write a list of cases, each with name, nodes, pods, incoming and extra")
    }
    try log.throwIfErrors()
    return cases
  }

  private static func elements(of document: DocumentNode) -> [DocumentNode] {
    if case .sequence(let list) = document { list.items } else { [document] }
  }
}

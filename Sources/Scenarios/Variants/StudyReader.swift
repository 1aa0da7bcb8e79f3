import ClusterSim
import Documents

/// Reads a scenario with its variants: the root once as it stands, and once more for each variant
/// with its changes made, so that a variant is checked as strictly as a scenario.
///
/// What is wrong in the root is reported once; what is wrong in a variant alone says in which.
struct StudyReader {
  private let file: SourceFile
  private let place: ScenarioPlace
  private let overrides: [String]

  init(_ file: SourceFile, place: ScenarioPlace, overrides: [String]) {
    self.file = file
    self.place = place
    self.overrides = overrides
  }

  /// The study.
  ///
  /// - Throws: Everything that is wrong, in the order of the files.
  func study() throws(Problems) -> Study {
    let log = ProblemLog(file: file.name)
    let context = ScenarioContext(place: place, log: log)
    guard let document = document(log) else { throw Overrides.relocated(log.problems) }
    let root = Overrides(overrides, log: log).applied(to: document)
    let design = ValueReader(root, log: log).object { ScenarioDecoder($0, context).design }
    let texts = VariantText.all(in: root, log: log)
    var found = context.problems
    var variants: [VariantDesign] = []
    for text in texts {
      let (variant, problems) = variant(text, of: document)
      found = found.joined(by: problems, in: text.name.value)
      if let variant { variants.append(variant) }
    }
    guard let design, found.errors.isEmpty else { throw Overrides.relocated(found) }
    var study = Study(design)
    study.variants = variants
    let closing = ProblemLog(file: file.name)
    finish(&study, root, closing)
    let problems = Overrides.relocated(
      Problems(found.all + closing.problems.all, omitted: found.omitted))
    guard problems.errors.isEmpty else { throw problems }
    study.design.warnings = problems.warnings.map(\.description)
    for index in study.variants.indices {
      study.variants[index].design.warnings = study.design.warnings
    }
    return study
  }

  /// The file's one document; nil when there is none, which is reported.
  private func document(_ log: ProblemLog) -> DocumentNode? {
    let documents = YAMLReader.documents(in: file, log: log)
    if documents.count > 1 {
      log.error(
        at: documents[1].mark, .wrongValue, "a second document begins here",
        hint: "write the scenario as one document, without ---")
    }
    if documents.isEmpty, !log.hasErrors {
      log.error(
        at: .start, .missingField, "there is no scenario in this file",
        hint: "write at least cluster: and clients:")
    }
    return documents.first
  }

  /// The variant that `text` makes of `document`, and what is wrong with it. What a person typed
  /// with `--set` goes above what the variant sets.
  private func variant(
    _ text: VariantText, of document: DocumentNode
  ) -> (VariantDesign?, Problems) {
    let log = ProblemLog(file: file.name)
    let context = ScenarioContext(place: place, log: log)
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    let changed = text.applied(to: document, lines: lines, log: log)
    let root = Overrides(overrides, log: log).applied(to: changed)
    let decoded = ValueReader(root, log: log).object { ScenarioDecoder($0, context).design }
    guard var design = decoded else { return (nil, context.problems) }
    let catalogue = FigureCatalogue(design)
    let own = (text.expectations?.items ?? []).compactMap {
      ValueReader($0.node, path: $0.path, log: log).scalar(.expectation(catalogue))
    }
    design.expectations += own
    let title = text.title ?? text.name.value
    let variant = VariantDesign(
      name: text.name.value, title: title, changes: text.changeTexts, design: design)
    return (variant, context.problems)
  }

  /// Reads what is said about variants together: `compare`, `best`, and expectations that name
  /// variants.
  private func finish(_ study: inout Study, _ root: DocumentNode, _ log: ProblemLog) {
    guard case .mapping(let mapping) = root else { return }
    func reader(_ key: String) -> ValueReader? {
      mapping[key].flatMap { node in
        node.isNull ? nil : ValueReader(node, path: .root("").child(key), log: log)
      }
    }
    var catalogue = FigureCatalogue(study.variants.first?.design ?? study.design)
    if study.variants.isEmpty {
      for key in ["compare", "best"] {
        guard let entry = mapping.entries.first(where: { $0.key == key }) else { continue }
        log.error(
          at: entry.keyMark, .wrongValue, "\(key) says how to compare variants, and there are none",
          hint: "add variants:, or remove it")
      }
    } else {
      study.compared = reader("compare")?.items?.compactMap { $0.scalar(.figure(catalogue)) }
      study.goal = reader("best")?.object { Self.goal($0, catalogue) }
    }
    catalogue.variants = study.variants.map { ($0.name, FigureCatalogue($0.design)) }
    study.comparisons = (reader("expect")?.items ?? [])
      .filter { ExpectationParser.namesVariants($0.node.text ?? "") }
      .compactMap { $0.scalar(.expectation(catalogue)) }
  }

  private static func goal(
    _ reader: MappingReader, _ catalogue: FigureCatalogue
  ) -> Study.Goal? {
    guard let key = reader.exactlyOne(of: ["lowest", "highest"]) else { return nil }
    return reader.optional(key, .figure(catalogue)).map {
      Study.Goal($0, isLowestBest: key == "lowest")
    }
  }
}

extension Problems {
  /// These problems and those of `others` that are not among them, which say that they are of the
  /// variant called `name`.
  fileprivate func joined(by others: Problems, in name: String) -> Problems {
    let known = Set(all)
    let new = others.all.filter { !known.contains($0) }.map { problem in
      Problem(
        file: problem.file, mark: problem.mark, severity: problem.severity, code: problem.code,
        message: "\(problem.message) (in variant \(quoted(name)))", hint: problem.hint)
    }
    return Problems(all + new, omitted: omitted + others.omitted)
  }
}

import ArgumentParser
import ClusterSim
import Documents
import ExtenderClient
import Results
import Scenarios

/// What all verbs do with a scenario that a person names: read it, and say what is wrong with it.
enum Input {
  /// What the scenario at `path` wants run. Warnings go to standard error unless `quiet`.
  ///
  /// - Throws: exit status 2, when everything wrong has been printed.
  static func load(
    _ path: String, overrides: [String], quiet: Bool
  ) throws -> Study {
    var study = try checked { try ScenarioLoader.study(path: path, overrides: overrides) }
    study.design.scheduler.configuration?.connect = { URLSessionTransport() }
    for index in study.variants.indices {
      study.variants[index].design.scheduler.configuration?.connect = { URLSessionTransport() }
    }
    if !quiet, !study.design.warnings.isEmpty {
      Terminal.tell(study.design.warnings.joined(separator: "\n") + "\n", isError: true)
    }
    return study
  }

  /// The variant of `study` called `name`.
  ///
  /// - Throws: A sentence with what was probably meant.
  static func variant(_ name: String, of study: Study) throws -> VariantDesign {
    if let found = study.variants.first(where: { $0.name == name }) { return found }
    let names = study.variants.map(\.name)
    let hint =
      names.isEmpty
      ? "the scenario has none" : Suggestion.hint(for: name, among: names)
        ?? "wavetank validate lists them"
    throw InputError("--variant is '\(name)', which is no variant; \(hint)")
  }

  /// What `body` gives; an error of it is printed, and ends the program with status 2, or 3 when
  /// it is the output that could not be written.
  static func checked<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let status as ExitCode {
      throw status
    } catch let problems as Problems {
      let count = problems.errors.count + problems.omitted
      let summary = count == 1 ? "1 error" : "\(count) errors"
      Terminal.tell("\(problems)\n\(summary); nothing was written\n", isError: true)
      throw ExitCode(ExitStatus.badInput)
    } catch let error as OutputError {
      Terminal.tell("\(error); nothing was written\n", isError: true)
      throw ExitCode(ExitStatus.unwritable)
    } catch {
      let text = "\(error)"
      let line = text.hasPrefix("error: ") ? text : "error: \(text)"
      Terminal.tell(line + "\n", isError: true)
      throw ExitCode(ExitStatus.badInput)
    }
  }
}

/// Something wrong on the command line that only the scenario can tell.
struct InputError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

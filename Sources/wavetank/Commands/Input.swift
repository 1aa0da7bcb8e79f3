import ArgumentParser
import ClusterSim
import Documents
import Scenarios

/// What all verbs do with a scenario that a person names: read it, and say what is wrong with it.
enum Input {
  /// The design of the scenario at `path`. Warnings go to standard error unless `quiet`.
  ///
  /// - Throws: exit status 2, when everything wrong has been printed.
  static func load(
    _ path: String, overrides: [String], quiet: Bool
  ) throws -> ClusterDesign {
    let design = try checked { try ScenarioLoader.load(path: path, overrides: overrides) }
    if !quiet, !design.warnings.isEmpty {
      Terminal.write(design.warnings.joined(separator: "\n") + "\n", isError: true)
    }
    return design
  }

  /// What `body` gives; an error of it is printed, and ends the program with status 2.
  static func checked<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let status as ExitCode {
      throw status
    } catch let problems as Problems {
      let count = problems.errors.count + problems.omitted
      let summary = count == 1 ? "1 error" : "\(count) errors"
      Terminal.write("\(problems)\n\(summary); nothing was written\n", isError: true)
      throw ExitCode(2)
    } catch {
      let text = "\(error)"
      let line = text.hasPrefix("error: ") ? text : "error: \(text)"
      Terminal.write(line + "\n", isError: true)
      throw ExitCode(2)
    }
  }
}

import Documents
import ExtenderClient
import Scheduler

/// A scheduler's configuration as a person names it on the command line.
enum ConfigurationFile {
  /// What the file at `path` says, with a way to the extenders that it declares; warnings go to
  /// standard error.
  ///
  /// - Throws: `Problems`, everything that is wrong with the file.
  static func read(_ path: String) throws -> SchedulerConfiguration {
    let file = try SourceFile(path: path)
    let log = ProblemLog(file: file.name)
    let found = SchedulerConfigurationReader(log: log).read(file)
    try log.throwIfErrors()
    if !log.warnings.isEmpty {
      let lines = log.warnings.map(\.description).joined(separator: "\n")
      Terminal.tell(lines + "\n", isError: true)
    }
    var configuration = found ?? SchedulerConfiguration()
    configuration.connect = { URLSessionTransport() }
    return configuration
  }

  /// What the file at `path` says (nil or `default`: kube-scheduler's defaults), and how much of
  /// the cluster is searched: as `percentage` says, else as the file does, else all of it.
  ///
  /// - Throws: `Problems`, everything that is wrong with the file; a percentage out of range.
  static func read(_ path: String?, percentage: Int?) throws -> SchedulerConfiguration {
    var configuration = SchedulerConfiguration()
    if let path, path != "default" {
      configuration = try read(path)
    }
    if let percentage {
      guard (0...100).contains(percentage) else {
        throw InputError("--percentage is '\(percentage)'; write a number from 0 to 100")
      }
      configuration.nodeSampling = percentage == 0 ? .adaptive : .percentage(percentage)
      for index in configuration.profiles.indices {
        configuration.profiles[index].nodeSampling = nil
      }
    } else if configuration.wantedSampling == nil {
      configuration.nodeSampling = .all
    }
    return configuration
  }
}

extension CommandLine {
  /// The command that started the program, as a shell would take it.
  static var text: String {
    let plain = { (byte: UInt8) in
      (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf)
        || "-_./,:=@%+".utf8.contains(byte)
    }
    let words = arguments.dropFirst().map { word in
      !word.isEmpty && word.utf8.allSatisfy(plain)
        ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
    return (["wavetank"] + words).joined(separator: " ")
  }
}

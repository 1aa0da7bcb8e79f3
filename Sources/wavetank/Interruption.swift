import Dispatch
import Glibc
import Synchronization

/// What happens when somebody stops the program: Ctrl-C, a closed terminal, a job's time limit.
enum Interruption {
  /// Removes what was written and is not finished.
  private static let cleanUp = Mutex<(@Sendable () -> Void)?>(nil)
  nonisolated(unsafe) private static var sources: [DispatchSourceSignal] = []

  /// Takes over the signals that end a program, and those that ask for a write's error instead.
  ///
  /// Call once, before anything is opened.
  static func prepare() {
    // A write to a closed pipe, or beyond a limit of file sizes, gives an error that we tell.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    openStandardStreams()
    let queue = DispatchQueue(label: "signals")
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Somebody who started us with `nohup` wants it to stay so.
      let before = signal(number, SIG_IGN)
      guard unsafeBitCast(before, to: Int.self) != unsafeBitCast(SIG_IGN, to: Int.self) else {
        continue
      }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { end(by: number) }
      source.resume()
      sources.append(source)
    }
  }

  /// Does `body`, whose unfinished output `abandon` removes when somebody stops the program.
  static func guarding<Value>(
    _ abandon: @escaping @Sendable () -> Void, _ body: () throws -> Value
  ) rethrows -> Value {
    cleanUp.withLock { $0 = abandon }
    defer { cleanUp.withLock { $0 = nil } }
    return try body()
  }

  /// Does `body`, which nobody can stop half-way: the signal waits until it is done.
  static func uninterrupted<Value>(_ body: () throws -> Value) rethrows -> Value {
    try cleanUp.withLock { abandon in
      let value = try body()
      abandon = nil
      return value
    }
  }

  /// Cleans up and ends the program by the very signal, so that a shell sees what happened.
  private static func end(by number: Int32) {
    cleanUp.withLock { abandon in
      if abandon != nil {
        abandon?()
        Terminal.write("\ninterrupted; nothing was written\n", isError: true)
      }
      signal(number, SIG_DFL)
      kill(getpid(), number)
      // The signal ends the process; until it does, nothing else may be written.
      sleep(5)
      _exit(128 + number)
    }
  }

  /// Opens what the caller has closed of standard input, output and error, in such a way that
  /// writing fails: otherwise the first file of results would get the number 1, and with it
  /// everything that is printed.
  private static func openStandardStreams() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}

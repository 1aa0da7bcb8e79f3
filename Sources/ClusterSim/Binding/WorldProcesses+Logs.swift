import Units

/// What the programs write to their logs, as far as a reader of a story would look for it.
extension WorldProcesses {
  /// The lines of a program that has just started.
  ///
  /// Gunicorn's version is the one that was measured; a server's later lines (listening, workers
  /// booted) are written when they happen.
  func writeStart(_ process: ContainerProcess) {
    let now = clock.now
    switch process.program {
    case .gunicorn:
      process.log.write(
        "Starting gunicorn 27.0", .gunicorn(processID: 1), level: "INFO", at: now)
    case .postgresql:
      process.log.write(
        "starting PostgreSQL", .postgresql(processID: 1), level: "LOG", at: now)
    case .plain, .task, .pause: break
    }
  }

  /// The lines of a program that has begun to listen.
  func writeListening(_ process: ContainerProcess, at now: Instant) {
    switch process.program {
    case .gunicorn(let design):
      let form = ContainerLog.Line.Form.gunicorn(processID: 1)
      process.log.write(
        "Listening at: http://0.0.0.0:\(design.port) (1)", form, level: "INFO", at: now)
      process.log.write("Using worker: sync", form, level: "INFO", at: now)
      for worker in 0..<design.workers {
        let id = 7 + worker
        process.log.write(
          "Booting worker with pid: \(id)", .gunicorn(processID: id), level: "INFO", at: now)
      }
    case .postgresql(let design):
      let form = ContainerLog.Line.Form.postgresql(processID: 1)
      process.log.write(
        "listening on IPv4 address \"0.0.0.0\", port \(design.port)", form, level: "LOG", at: now)
      process.log.write(
        "database system is ready to accept connections", form, level: "LOG", at: now)
    case .plain, .task, .pause: break
    }
  }

  /// The lines of a program that got SIGTERM.
  func writeTermination(_ process: ContainerProcess) {
    let now = clock.now
    switch process.program {
    case .gunicorn:
      process.log.write("Handling signal: term", .gunicorn(processID: 1), level: "INFO", at: now)
    case .postgresql:
      process.log.write(
        "received smart shutdown request", .postgresql(processID: 1), level: "LOG", at: now)
    case .plain, .task, .pause: break
    }
  }
}

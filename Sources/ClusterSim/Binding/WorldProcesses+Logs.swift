import Units

/// What the programs write to their logs, as far as a reader of a story would look for it.
extension WorldProcesses {
  /// The lines of a program that has just started; of a database, on what it found.
  ///
  /// Gunicorn's version is the one that was measured; a server's later lines (listening, workers
  /// booted) are written when they happen.
  func writeStart(_ process: ContainerProcess, _ database: DatabaseRun? = nil) {
    let now = clock.now
    switch process.program {
    case .gunicorn:
      process.log.write(
        "Starting gunicorn 27.0", .gunicorn(processID: 1), level: "INFO", at: now)
    case .postgresql:
      process.log.write(
        "starting PostgreSQL", .postgresql(processID: 1), level: "LOG", at: now)
      if let database { writeState(of: database, to: process.log, at: now) }
    case .plain, .pause: break
    }
  }

  /// What a database says of the data that it finds.
  private func writeState(of database: DatabaseRun, to log: ContainerLog, at now: Instant) {
    let directory = database.directory
    let form = ContainerLog.Line.Form.postgresql(processID: Self.startupProcess)
    guard directory.isInitialised else { return }
    guard database.isRecovery else {
      return log.write(
        "database system was shut down", form, level: "LOG", at: now, since: directory.lastUp)
    }
    log.write(
      "database system was interrupted; last known up", form, level: "LOG", at: now,
      since: directory.lastUp)
    log.write(
      "database system was not properly shut down; automatic recovery in progress", form,
      level: "LOG", at: now)
    if database.redo > .zero {
      log.write(
        "redo starts at \(DatabaseRun.position(database.log.from))", form, level: "LOG", at: now)
    } else {
      log.write("redo is not required", form, level: "LOG", at: now)
    }
  }

  /// The process that opens the data, as the second of the container.
  private static let startupProcess = 29

  /// What a database says whose data another server has open.
  func writeLocked(_ process: ContainerProcess) {
    process.log.write(
      "lock file \"postmaster.pid\" already exists", .postgresql(processID: 1), level: "FATAL",
      at: clock.now)
  }

  /// The lines of a program that has begun to listen; of a database, over what it opened.
  func writeListening(
    _ process: ContainerProcess, _ database: DatabaseRun? = nil, at now: Instant
  ) {
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
      if let database, database.redo > .zero {
        process.log.write(
          "redo done at \(DatabaseRun.position(database.log.to))",
          .postgresql(processID: Self.startupProcess), level: "LOG", at: now)
      }
      process.log.write(
        "listening on IPv4 address \"0.0.0.0\", port \(design.port)", form, level: "LOG", at: now)
      process.log.write(
        "database system is ready to accept connections", form, level: "LOG", at: now)
    case .plain, .pause: break
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
    case .plain, .pause: break
    }
  }
}

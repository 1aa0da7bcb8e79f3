import ClusterSim
import Documents
import Randomness
import Units

/// The fields of the programs that run inside images.
enum ProgramParameters {
  private static let stack = "Django 5.2, Gunicorn 27, PostgreSQL 15 on a 2.6 GHz Zen 5 core"
  private static let gunicornManual = "Gunicorn's settings reference"

  static let gunicorn: [Parameter<GunicornDesign>] = [
    .init(
      "images.gunicorn", "workers", \.workers, .integer(in: 1...1_000), "1", .documented,
      gunicornManual, "worker processes"),
    .init(
      "images.gunicorn", "port", \.port, .integer(in: 1...65_535), "8000", .documented,
      gunicornManual, "the port it listens on"),
    .init(
      "images.gunicorn", "backlog", \.backlog, .integer(in: 1...1_000_000), "2048", .documented,
      gunicornManual, "connections that may wait"),
    .init(
      "images.gunicorn", "worker-timeout", \.workerTimeout, .positiveDuration, "30s",
      .documented, gunicornManual, "how long a worker may be silent"),
    .init(
      "images.gunicorn", "graceful-timeout", \.gracefulTimeout, .duration, "30s", .documented,
      gunicornManual, "how long requests in flight may take after SIGTERM"),
    .init(
      "images.gunicorn", "master-boot", \.masterBoot, .distribution, "lognormal 130ms cv 0.1",
      .measured, stack, "CPU time until it listens"),
    .init(
      "images.gunicorn", "worker-boot", \.workerBoot, .distribution, "lognormal 310ms cv 0.1",
      .measured, stack, "CPU time until a worker takes requests"),
    .init(
      "images.gunicorn", "stop", \.stop, .distribution, "uniform 400ms to 900ms", .measured,
      stack, "from SIGTERM to the end when idle"),
    .init(
      "images.gunicorn", "overhead-before", \.overheadBefore, .duration, "0s", .measured,
      stack, "a worker's time for a request before the view"),
    .init(
      "images.gunicorn", "overhead-after", \.overheadAfter, .duration, "0s", .measured, stack,
      "a worker's time for a request after the answer"),
    .init(
      "images.gunicorn", "master-memory", \.masterMemory, .bytes, "25Mi", .measured, stack,
      "memory of the master"),
    .init(
      "images.gunicorn", "worker-memory", \.workerMemory, .bytes, "38Mi", .measured, stack,
      "private memory of a worker"),
    .init(
      "images.gunicorn", "memory-per-request", \.memoryPerRequest, .bytes, "0", .assumed,
      "a site without a leak", "what a request leaves behind in its worker's memory"),
    .init(
      "images.gunicorn", "max-requests", \.maxRequests, .integer(in: 0...1_000_000_000), "0",
      .documented, gunicornManual, "requests after which a worker is replaced; 0 for never"),
    .init(
      "images.gunicorn", "max-requests-jitter", \.maxRequestsJitter,
      .integer(in: 0...1_000_000_000), "0", .documented, gunicornManual,
      "each worker's number of requests is up to this larger"),
    .init(
      "images.gunicorn", "needs-migration", \.needsMigration, .boolean, "true", .documented,
      "Django's documentation: tables are made by migrate",
      "whether views that ask the database answer 500 until migrate has run"),
    .init(
      "images.gunicorn", "migrate", \.migrate, .distribution, "lognormal 4s cv 0.2", .assumed,
      "a fresh site with the usual contributed apps", "how long manage.py migrate takes"),
    .init(
      "images.gunicorn", "manage", \.manage, .distribution, "lognormal 900ms cv 0.2", .assumed,
      "start of Django and one transaction", "how long another manage.py command takes"),
  ]

  static let database: [Parameter<DatabaseLink>] = [
    .init(
      "images.gunicorn.database", "service", \.service, .string, "database", .documented,
      "the article's manifests", "the database's Service"),
    .init(
      "images.gunicorn.database", "port", \.port, .integer(in: 1...65_535), "5432", .documented,
      "PostgreSQL's documentation", "the Service's port"),
    .init(
      "images.gunicorn.database", "connect-cpu", \.connectCPU, .distribution,
      "lognormal 3.5ms cv 0.15", .measured, stack, "the site's CPU time for a new connection"),
    .init(
      "images.gunicorn.database", "connect-timeout", \.connectTimeout, .positiveDuration, "30s",
      .assumed, "the kernel tries for about two minutes; workers are killed after 30 s",
      "how long the site tries to connect"),
  ]

  static let postgresql: [Parameter<PostgreSQLDesign>] = [
    .init(
      "images.postgresql", "max-connections", \.maxConnections, .integer(in: 1...100_000), "100",
      .documented, "PostgreSQL's documentation", "connections at a time"),
    .init(
      "images.postgresql", "reserved-connections", \.reservedConnections,
      .integer(in: 0...1_000), "3", .documented, "PostgreSQL's documentation",
      "of these, kept for superusers"),
    .init(
      "images.postgresql", "port", \.port, .integer(in: 1...65_535), "5432", .documented,
      "PostgreSQL's documentation", "the port it listens on"),
    .init(
      "images.postgresql", "connect-cpu", \.connectCPU, .distribution,
      "lognormal 6.5ms cv 0.15", .measured, stack, "CPU time of a new connection"),
    .init(
      "images.postgresql", "commit-wait", \.commitWait, .distribution, "lognormal 500us cv 0.3",
      .measured, stack, "how long a commit waits for the disk"),
    .init(
      "images.postgresql", "boot", \.boot, .distribution, "lognormal 800ms cv 0.2", .assumed,
      "a clean start", "CPU time until it listens"),
    .init(
      "images.postgresql", "initialise", \.initialise, .distribution, "lognormal 3s cv 0.2",
      .assumed, "initdb and the image's entry point",
      "CPU time to make an empty data directory"),
    .init(
      "images.postgresql", "stop", \.stop, .distribution, "lognormal 300ms cv 0.3", .assumed,
      "a fast shutdown", "from SIGTERM to the end"),
    .init(
      "images.postgresql", "data-directory", \.dataDirectory, .string, "/var/lib/postgresql/data",
      .documented, "the image's PGDATA; the variable overrides it",
      "where its data lies: on the volume mounted there or above, or else in the container"),
    .init(
      "images.postgresql", "checkpoint-timeout", \.checkpointTimeout, .positiveDuration, "5m",
      .documented, "PostgreSQL's documentation", "from one checkpoint's beginning to the next"),
    .init(
      "images.postgresql", "max-wal-size", \.maxWALSize, .bytes, "1Gi", .documented,
      "PostgreSQL's documentation", "the most that is read again after a crash"),
    .init(
      "images.postgresql", "wal-per-commit", \.walPerCommit, .bytes, "8Ki", .assumed,
      "a row, its indices and now and then a whole page", "what a commit writes to the log"),
    .init(
      "images.postgresql", "recovery", \.recovery, .distribution, "lognormal 500ms cv 0.3",
      .assumed, "a small database",
      "CPU time of a recovery after a crash, beside reading the log"),
    .init(
      "images.postgresql", "redo-per-second", \.redoPerSecond, .bytes, "64Mi", .assumed,
      "between 3 and 500 MiB/s in public reports",
      "how much of the log is read again in a second of CPU time"),
    .init(
      "images.postgresql", "base-memory", \.baseMemory, .bytes, "40Mi", .assumed,
      "shared buffers partly touched", "memory without connections"),
    .init(
      "images.postgresql", "connection-memory", \.connectionMemory, .bytes, "1500k", .measured,
      stack, "private memory of a connection's process"),
  ]

  static let task: [Parameter<TaskDesign>] = [
    .init(
      "images.task", "time", \.time, .distribution, "1s", .assumed, "a short script",
      "how long it takes beside its CPU time"),
    .init(
      "images.task", "cpu", \.cpu, .distribution, "0s", .assumed, "it mostly waits",
      "CPU time that it needs"),
    .init(
      "images.task", "exit", \.exitCode, .integer(in: 0...255), "0", .documented, "success",
      "the status that it ends with"),
    .init(
      "images.task", "memory", \.memory, .bytes, "20Mi", .assumed, "a small program",
      "memory that it uses"),
  ]

  static let plain: [Parameter<PlainDesign>] = [
    .init(
      "images.plain", "servers", \.servers, .integer(in: 1...1_000_000), "1", .assumed,
      "one at a time", "requests in service at a time"),
    .init(
      "images.plain", "cpu-bound", \.isCPUBound, .boolean, "false", .assumed, "plain time",
      "whether service is work for the node's CPU"),
    .init(
      "images.plain", "preemptive", \.isPreemptive, .boolean, "false", .assumed,
      "a request once begun is served to its end",
      "whether a request of higher priority interrupts the service of a lower one"),
    .init(
      "images.plain", "port", \.port, .integer(in: 1...65_535), "80", .assumed, "HTTP",
      "the port it listens on"),
    .init(
      "images.plain", "boot", \.boot, .distribution, "100ms", .assumed, "a small program",
      "from start to listening"),
    .init(
      "images.plain", "stop", \.stop, .distribution, "100ms", .assumed, "a small program",
      "from SIGTERM to the end"),
    .init(
      "images.plain", "memory", \.memory, .bytes, "50Mi", .assumed, "a small program",
      "memory that it uses"),
  ]

  static let plainEndpoint: [Parameter<PlainEndpointDesign>] = [
    .init(
      "images.plain.endpoints.NAME", "priority", \.priority, .integer(in: -1_000...1_000), "0",
      .assumed, "all alike", "how urgent it is; the highest is served first")
  ]

  static let hop: [Parameter<HopDesign>] = [
    .init(
      "images.plain.next", "share", \.share, .share, "100%", .assumed, "all of them",
      "the share of served requests that go there")
  ]
}

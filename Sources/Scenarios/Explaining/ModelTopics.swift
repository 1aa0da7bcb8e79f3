import ClusterSim

/// The programs that run inside images, and the shapes of times that vary.
enum ModelTopics {
  private static let stack = "Django 5.2, Gunicorn 27, PostgreSQL 15 on a 2.6 GHz Zen 5 core"

  /// The programs.
  static let programs = [
    Topic(
      "images.gunicorn", .model,
      """
      Gunicorn with sync workers and a Django site: a master that listens, a backlog, workers \
      that serve a request at a time, views that cost CPU and queries
      """, form: "a mapping of its fields, or {}", label: .measured, source: stack),
    Topic(
      "images.postgresql", .model,
      """
      a PostgreSQL server: a process for each connection, a limit of connections, CPU for each \
      query, a wait for the disk at each commit
      """, form: "a mapping of its fields, or {}", label: .measured, source: stack),
    Topic(
      "images.plain", .model,
      """
      a server that is nothing but a distribution of service times: as many requests at a time \
      as it has servers, the others wait in order; it answers every endpoint
      """, form: "a mapping of its fields, service at least", label: .assumed,
      source: "the queueing models M/G/c"),
    Topic(
      "images.task", .model, "does its work and ends, as init containers do",
      form: "a mapping of its fields, or {}", label: .assumed, source: "a short script"),
    Topic(
      "images.pause", .model, "runs, and answers nobody", form: "{}", label: .documented,
      source: "the image registry.k8s.io/pause"),
  ]

  /// The views of the blog, with what they cost.
  static let endpoints = GunicornDesign().endpoints.map { endpoint in
    let queries =
      endpoint.queries == 0
      ? "no query"
      : "\(endpoint.queries) queries of \(milliseconds(endpoint.queryCPU.mean))"
    return Topic(
      "images.gunicorn.endpoints." + endpoint.name, .model,
      "a view of the blog, as clients' ask names it",
      value: "\(milliseconds(endpoint.cpu.mean)) CPU in the site, \(queries) in the database"
        + (endpoint.commits ? ", and a commit" : ""), label: .measured, source: stack)
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let micros = Int((seconds * 1e6).rounded())
    return micros % 1_000 == 0 ? "\(micros / 1_000) ms" : "\(Double(micros) / 1_000) ms"
  }

  /// The shapes, as `DistributionText` reads them.
  static let distributions: [Topic] = [
    ("constant", "always the same; the word may be left out"),
    ("exponential", "memoryless: long times are rare, short ones common; its cv is 1"),
    ("lognormal", "most times near the mean, with a tail to the right; cv says how long a tail"),
    ("gamma", "between constant (cv near 0) and exponential (cv 1) and beyond"),
    ("erlang", "so many exponential stages one after the other"),
    ("uniform", "any time between two bounds, each as likely"),
    ("hyperexponential", "a mix of short and long exponential times; cv above 1"),
    ("pareto", "a heavy tail: single times that dwarf all others; shape above 1"),
  ].map { name, meaning in
    Topic(
      name, .distribution, meaning, form: DistributionText.forms[name],
      source: "the time is the mean; cv is the standard deviation over the mean")
  }
}

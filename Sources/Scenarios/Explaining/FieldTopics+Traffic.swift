extension FieldTopics {
  /// Who sends requests.
  static let clients = FieldSection(
    "clients",
    [
      FieldRow(
        ["name"], "a name",
        "**needed**, unique; figures are grouped by it"),
      FieldRow(
        ["target"], "SERVICE:PORT",
        "**needed**: a Service and its port, `app:80` or `namespace/app:80`"),
      FieldRow(
        ["from"], "outside or inside",
        """
        `outside` (through the cloud's load balancer) or `inside`; default by the \
        Service's type
        """),
      FieldRow(
        ["rate"], "a rate such as 25/s, or a list",
        """
        open load: a rate, or a list of stretches `{rate: 10/s, for: 5m}` and ramps \
        `{from: 10/s, to: 40/s, for: 10m}`; the last lasts for ever
        """),
      FieldRow(
        ["arrivals"], "poisson or constant",
        "with `rate`: `poisson` (default) or `constant`"),
      FieldRow(
        ["users", "think"], "a whole number / a time that varies",
        """
        closed load instead of `rate`: so many users, who each wait for the answer and \
        think for a time
        """),
      FieldRow(
        ["ask"], "an endpoint, or a mapping of endpoints to weights",
        "**needed**: one endpoint, or endpoints with weights: `{list: 60, detail: 32}`"),
      FieldRow(
        ["timeout", "connect-timeout"], "a duration",
        "when a client gives up"),
      FieldRow(
        ["retries"], "a mapping",
        """
        `count`, `backoff` (doubled each time), `on`: a list of `refused`, `reset`, \
        `timeout`, `5xx`
        """),
      FieldRow(
        ["patience"], "a time that varies",
        """
        a time that varies: how long a request waits in the queue of a `plain` server \
        before its client leaves (cause `client timeout`); what is in service stays. \
        Default: as long as `timeout` allows
        """),
      FieldRow(
        ["start", "stop"], "a moment",
        "moments; default from the start to the end"),
      FieldRow(
        ["prober"], "true or false",
        "`true`: it measures blackouts and is in no user's figures"),
    ])

  /// What a person types and what goes wrong.
  static let timeline = FieldSection(
    "timeline",
    [
      FieldRow(
        ["run"], "a command",
        "a command, as typed; see below"),
      FieldRow(
        ["fault"], "a mapping",
        "what goes wrong instead; see below"),
      FieldRow(
        ["after"], "a duration",
        "how long after the step before was done; default `1s`"),
      FieldRow(
        ["at"], "a duration",
        "not before this time of the run"),
      FieldRow(
        ["wait"], "a duration, or a mapping",
        "a duration, or a condition (below); with `after`: so long after it holds"),
      FieldRow(
        ["phase", "title"], "a name / text",
        """
        begins a phase with a name and a few words for the reader, when this step begins \
        (a time given by its `after` still belongs to the phase before); figures are \
        also given by phase
        """),
      FieldRow(
        ["steady", "warm-up"], "true or false / a duration, or detected",
        "beside `phase`: see below"),
      FieldRow(
        ["name"], "a name",
        "a name that moments may refer to"),
    ])

  /// The scenario with fields changed, side by side.
  static let variants = FieldSection(
    "variants",
    [
      FieldRow(
        ["name"], "a name",
        "**needed**, unique; also the name of its folder, `variants/NAME`"),
      FieldRow(["title"], "text", "what it is, in a few words"),
      FieldRow(
        ["set"], "a mapping of paths to values",
        """
        paths as `--set` takes them, with values; an empty value gives a field its \
        default; without `set` the scenario as it stands
        """),
      FieldRow(
        ["expect"], "a list of comparisons",
        """
        what must hold of it, besides what the scenario's own `expect` asks of every \
        variant
        """),
    ])
}

extension FieldTopics {
  /// Fields that the README tells of in the row of what they belong to, or below it.
  static let details = [
    machine, profile, retries, database, plain, hops, question, window, end, objective, waitDetails,
    scheduler,
  ]

  private static let scheduler = FieldSection(
    "scheduler",
    [
      FieldRow(
        ["config"], "a file beside the scenario",
        """
        a KubeSchedulerConfiguration, kubescheduler.config.k8s.io/v1: profiles, plugins with \
        weights and arguments, pod back-off, client limits and extenders; by default \
        kube-scheduler's defaults
        """)
    ])

  private static let machine = FieldSection(
    "cluster.pools.machine",
    [
      FieldRow(["cpu"], "cores such as 2 or 500m", "**needed**: CPU of a machine of one's own"),
      FieldRow(["memory"], "a size such as 8Gi", "**needed**: its memory"),
      FieldRow(["price"], "a price such as $0.05/h", "what it costs; default nothing"),
    ])

  private static let profile = FieldSection(
    "clients.rate",
    [
      FieldRow(["rate"], "a rate such as 25/s", "requests in a stretch of constant load"),
      FieldRow(
        ["from", "to"], "a rate such as 25/s", "requests at the begin and the end of a ramp"),
      FieldRow(
        ["for"], "a duration", "how long a stretch or ramp lasts; the last may last for ever"),
    ])

  private static let retries = FieldSection(
    "clients.retries",
    [FieldRow(["on"], "a list of refused, reset, timeout, 5xx", "the failures tried again")])

  private static let database = FieldSection(
    "images.gunicorn.database",
    [
      FieldRow(["found-by"], "environment or name", "how the database's address is found"),
      FieldRow(["connections"], "per-request or persistent", "when connections are made"),
    ])

  private static let plain = FieldSection(
    "images.plain",
    [
      FieldRow(["service"], "a time that varies", "**needed**: how long a request is served"),
      FieldRow(
        ["queue"], "unlimited, or a whole number",
        "how many may wait; more are answered 503; default unlimited"),
    ])

  /// What is different about single endpoints of a plain server, and where requests go next.
  static let plainEndpoints = FieldSection(
    "images.plain",
    [
      FieldRow(
        ["endpoints"], "a mapping from names",
        "a mapping from names to what is different about them:"),
      FieldRow(
        ["endpoints.NAME.service"], "a time that varies",
        "its service time; default the server's"),
      FieldRow(
        ["endpoints.NAME.priority"], "a whole number",
        """
        a whole number; who waits is served in the order of priority, the highest first, \
        then of arrival
        """),
      FieldRow(
        ["preemptive"], "true or false",
        """
        `true`: a request interrupts the service of one of lower priority, which goes on \
        later where it was; not beside `cpu-bound`
        """),
      FieldRow(
        ["next"], "SERVICE:PORT, or a list of {service, share}",
        """
        where requests go when they are served: a Service's port, `app:80`, or a list of \
        shares, `[{service: "app:80", share: 70%}]`; the rest is answered
        """),
    ])

  private static let hops = FieldSection(
    "images.plain.next",
    [FieldRow(["service"], "SERVICE:PORT", "**needed**: where that share of the requests goes")])

  private static let question = FieldSection(
    "question",
    [
      FieldRow(["phase"], "the name of a phase", "**needed**: the phase that the run is about"),
      FieldRow(["subject"], "text", "what the report's first sentence calls it"),
    ])

  private static let window = FieldSection(
    "window",
    [
      FieldRow(
        ["from", "until"], "a moment",
        "requests that arrive between these count in the figures of the whole run"),
      FieldRow(
        ["steady"], "true or false", "whether the window is meant to show a steady state"),
      FieldRow(
        ["warm-up"], "a duration, or detected",
        """
        with `steady: true`: how much of the window's begin is left out of its figures; \
        detected: what MSER-5 finds in pilot runs
        """),
    ])

  private static let end = FieldSection(
    "end",
    [
      FieldRow(["at"], "a duration", "when the run ends, from its start"),
      FieldRow(["after"], "a duration", "how long the run goes on after the last step"),
    ])

  private static let objective = FieldSection(
    "objective",
    [
      FieldRow(
        ["latency"], "a bound such as p99 < 300ms", "a bound on a quantile of users' latency")
    ])

  private static let waitDetails = FieldSection(
    "timeline.wait",
    [
      FieldRow(
        ["timeout"], "a duration", "how long a step waits at most; then it goes on with a warning")
    ])

  /// What a step may wait for.
  static let conditions = FieldSection(
    "timeline.wait",
    [
      FieldRow(["pods"], "labels such as name=app", "the pods that a step waits for"),
      FieldRow(
        ["ready"], "a whole number, or all",
        """
        with `pods`: holds when that many are ready; `all`: as many as their controllers ask for, \
        and no other is left
        """),
      FieldRow(["gone"], "true", "with `pods`: holds when none is left"),
      FieldRow(["service"], "NAME or NAMESPACE/NAME", "the Service that a step waits for"),
      FieldRow(["address"], "true", "with `service`: holds when it has an outside address"),
      FieldRow(
        ["endpoints"], "a whole number",
        "with `service`: holds when it has that many ready endpoints"),
      FieldRow(["nodes"], "a whole number", "holds when that many nodes are ready"),
      FieldRow(["rollout"], "deployment/NAME", "the roll-out that a step waits for"),
      FieldRow(
        ["complete"], "true",
        """
        with `rollout`: holds when all pods of the deployment are of its present template, \
        and available
        """),
    ])

  /// What can go wrong on purpose.
  static let faults = FieldSection(
    "timeline.fault",
    [
      FieldRow(
        ["kill-node", "crash-node"], "a node's name, its number from 0, or <labels> of a pod on it",
        "the machine is gone at once, with all that runs on it; nobody is told"),
      FieldRow(
        ["restore-node"], "a node's name or its number from 0",
        "the machine comes back and boots; its containers start anew"),
      FieldRow(
        ["kill-process"], "a pod's name, or <labels>",
        "SIGKILL to the main process of a container, which the kubelet starts again"),
      FieldRow(
        ["hang-process"], "a pod's name, or <labels>",
        """
        the container's processes are stopped: connections are taken into the backlog and \
        nobody is answered, SIGTERM waits, SIGKILL works
        """),
      FieldRow(["resume-process"], "a pod's name, or <labels>", "hung processes go on"),
      FieldRow(
        ["zone-outage"], "a zone", "all machines of the zone lose power, or their network"),
      FieldRow(["loses"], "power or network", "with `zone-outage`: what the zone loses"),
      FieldRow(["restore-zone"], "a zone", "the zone has power and network again"),
      FieldRow(
        ["cut-link"], "a mapping, {between: [END, END]}",
        """
        nothing passes between two ends: requests, probes, queries, health checks, image \
        pulls, API calls and watches; an end is a node, a zone, control-plane, outside or \
        everything
        """),
      FieldRow(
        ["heal-link"], "a mapping, {between: [END, END]}, or all",
        "it passes again; ends as they were cut"),
      FieldRow(
        ["registry-outage"], "{} or {for: 5m}",
        "pulls of images break off and fail (ErrImagePull, ImagePullBackOff)"),
      FieldRow(["registry-returns"], "{}", "the registry answers again"),
      FieldRow(
        ["for"], "a duration",
        "after which the fault mends by itself; without it by another step"),
      FieldRow(
        ["container"], "a name", "with `kill-process`: which container, when there are several"),
    ])
}

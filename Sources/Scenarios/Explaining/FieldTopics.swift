/// The fields of a scenario that have no row in the table of defaults: the tables of
/// `scenarios/README.md`, and what `wavetank explain` says of them.
///
/// A test holds both to each other, and every field that a decoder asks for to one of them.
package enum FieldTopics {
  /// The sections whose tables the README shows, in its order.
  static let shown = [
    root, cluster, images, gunicorn, plainEndpoints, clients, timeline, variants,
  ]

  /// The fields of the root.
  static let root = FieldSection(
    "",
    [
      FieldRow(
        ["name"], "a name of letters, digits, - and _",
        "the scenario's name; else the folder's"),
      FieldRow(
        ["description"], "text",
        "a sentence or two for people"),
      FieldRow(
        ["seed"], "a whole number",
        "whole number that all randomness comes from, when `--seed` gives none; default 1"),
      FieldRow(
        ["cluster"], "a mapping",
        "machines that are there from the start, and where new ones are made"),
      FieldRow(
        ["manifests"], "a list of paths",
        """
        list of files and folders, relative to the scenario, whose objects are there \
        from the start
        """),
      FieldRow(
        ["images"], "a list",
        "what runs inside which image"),
      FieldRow(
        ["clients"], "a list",
        "who sends requests"),
      FieldRow(
        ["objective"], "a mapping",
        "what is promised to users"),
      FieldRow(
        ["question"], "a mapping",
        """
        the phase that the run is about, `{phase: update, subject: The update from \
        orange to maroon}`: the report's first sentence says what it cost ("The update \
        from orange to maroon lost 18 of 10,910 requests …"); without `subject` the \
        phase's title stands there; default the phase that lost most requests
        """),
      FieldRow(
        ["window"], "a mapping",
        """
        `from` and `until`, moments: what counts in the figures of the whole run; \
        default everything; `steady` and `warm-up`: see below
        """),
      FieldRow(
        ["timeline"], "a list",
        "what a person types and what goes wrong"),
      FieldRow(
        ["end"], "a mapping",
        "`{after: 1m}` after the last step, or `{at: 40m}`"),
      FieldRow(
        ["expect"], "a list of comparisons",
        "figures that must hold"),
      FieldRow(
        ["variants"], "a list",
        "the scenario with fields changed, side by side; see below"),
      FieldRow(
        ["compare", "best"], "a list of figures / {lowest: FIGURE} or {highest: FIGURE}",
        "which figures are set side by side, and what makes a variant the best"),
      FieldRow(
        ["network", "control-plane", "cloud"], "a mapping",
        "how long things take; see the table of defaults"),
      FieldRow(
        ["scheduler"], "a mapping",
        """
        `ties` and `percentage`: how the scheduler chooses among nodes, by default as \
        kube-scheduler does; see the table of defaults. `config`: a KubeSchedulerConfiguration \
        beside the scenario; see below
        """),
    ])

  /// Who rents out machines, and which.
  static let cluster = FieldSection(
    "cluster",
    [
      FieldRow(
        ["provider"], "gcp or aws",
        "`gcp` or `aws`: the list of machine types and prices"),
      FieldRow(
        ["name"], "a name",
        "part of nodes' names; default `cluster-1`"),
      FieldRow(
        ["zones"], "a list of names",
        "list; machines are dealt out to them in turn"),
      FieldRow(
        ["pools"], "a list",
        "list of machines of one kind each:"),
      FieldRow(
        ["pools[].name"], "a name",
        "default `default-pool`"),
      FieldRow(
        ["pools[].machine"], "a machine type, or a mapping",
        """
        **needed**: a type such as `n1-standard-1`, or `{cpu: "2", memory: 8Gi, price: \
        $0.07/h}` (`price` by default nothing)
        """),
      FieldRow(
        ["pools[].count"], "a whole number",
        "**needed**: how many; zero or more"),
      FieldRow(
        ["pools[].zones"], "a list of names",
        "default those of the cluster"),
      FieldRow(
        ["pools[].labels"], "a mapping of labels",
        "labels of its nodes"),
      FieldRow(
        ["pools[].at-start"], "true or false",
        "`false`: the pool is made by a step of the timeline; default `true`"),
    ])

  /// What runs inside which image.
  static let images = FieldSection(
    "images",
    [
      FieldRow(
        ["image"], "a pattern",
        "**needed**: the pattern, such as `hnarayanan/djangogirls-app:*`"),
      FieldRow(
        ["size"], "a size such as 200Mi",
        "bytes that a node fetches and unpacks"),
      FieldRow(
        ["version"], "tag, image or a word",
        """
        what figures are grouped by: `tag` (default), `image` (the whole name), or a \
        word of your own
        """),
    ])

  /// Gunicorn with a Django site, beyond its defaults.
  static let gunicorn = FieldSection(
    "images.gunicorn",
    [
      FieldRow(
        ["database"], "none, or a mapping",
        """
        `none`, or a mapping: `service`, `port`, `found-by` (`environment`: the \
        `*_SERVICE_HOST` variable that the container starts with, or `name`: the \
        Service's name), `connections` (`per-request` or `persistent`), `connect-cpu`, \
        `connect-timeout`
        """),
      FieldRow(
        ["endpoints"], "a mapping from names",
        "a mapping from names to costs, added to or changing the blog's:"),
      FieldRow(
        ["endpoints.NAME.cpu"], "a time that varies",
        "CPU time in the site; **needed** for a name that the blog does not have"),
      FieldRow(
        ["endpoints.NAME.queries"], "a whole number",
        "queries, one after the other; default 0"),
      FieldRow(
        ["endpoints.NAME.query-cpu"], "a time that varies",
        "CPU time of each in the database"),
      FieldRow(
        ["endpoints.NAME.commits"], "true or false",
        "whether it ends with a commit; default `false`"),
    ])

  /// The rows of the README's tables of fields.
  package static var rows: [String] { shown.flatMap(\.rows).map(\.markdown) }
}

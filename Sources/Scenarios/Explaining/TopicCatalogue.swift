import Documents

/// Everything that `wavetank explain` can explain.
///
/// The registry is complete: tests hold it against the fields that the decoders ask for, the
/// commands that the parser knows, the causes of failure and the members of `summary.json`.
public enum TopicCatalogue {
  /// All topics, sort by sort.
  public static let all: [Topic] = {
    var topics = DefaultsTable.rows.map(Topic.init)
    // A row of defaults says more than a row of fields; the latter has what is left.
    for section in FieldTopics.shown + FieldTopics.details {
      for topic in section.topics() where !topics.contains(where: { $0.name == topic.name }) {
        topics.append(topic)
      }
    }
    topics = topics.map(TopicCatalogue.withForm).sorted { $0.name < $1.name }
    return topics + FieldTopics.faults.topics(.fault) + FieldTopics.conditions.topics(.condition)
      + CommandTopics.all + ModelTopics.programs + ModelTopics.endpoints
      + ModelTopics.distributions + FigureTopics.all + CauseTopics.causes + CauseTopics.verdicts
  }()

  /// A default of a field that is told elsewhere takes over how it is written.
  private static func withForm(_ topic: Topic) -> Topic {
    guard topic.form == nil else { return topic }
    let sections = FieldTopics.shown + FieldTopics.details
    var topic = topic
    topic.form = sections.flatMap { $0.topics() }.first { $0.name == topic.name }?.form
    return topic
  }

  /// The topics that a person means by `query`: the one called so, else those whose name ends so,
  /// else those whose last members are those of the query, else those that hold it.
  ///
  /// `images.0.gunicorn.workers` and `phases.update.failed` are understood as well: numbers and
  /// names of one's own are left out.
  /// - Complexity: O(number of topics × members of the query).
  public static func find(_ query: String) -> [Topic] {
    let wanted = query.lowercased()
    let exact = all.filter { $0.name.lowercased() == wanted }
    if !exact.isEmpty { return exact }
    let members = wanted.replacing("[", with: ".").replacing("]", with: "").split(separator: ".")
      .filter { Int($0) == nil }.map(String.init)
    for dropped in members.indices {
      let found = all.filter { ends($0, with: members[dropped...]) }
      if !found.isEmpty { return found }
    }
    guard wanted.count >= 3 else { return [] }
    return all.filter { $0.name.lowercased().contains(wanted) }
  }

  /// Whether the last members of the topic's name are `members`.
  private static func ends(_ topic: Topic, with members: ArraySlice<String>) -> Bool {
    self.members(of: topic).suffix(members.count).elementsEqual(members)
  }

  /// The parts of a topic's name: words of a command, members of a path.
  private static func members(of topic: Topic) -> [String] {
    topic.name.lowercased().split(separator: topic.sort == .command ? " " : ".").map(String.init)
  }

  /// What an unknown `query` was probably meant to be.
  public static func suggestion(for query: String) -> String? {
    let names = all.map(\.name)
    if let near = Suggestion.nearest(to: query, among: names) { return near }
    let last = query.split(separator: ".").last.map(String.init) ?? query
    return Suggestion.nearest(to: last, among: all.compactMap { members(of: $0).last })
  }
}

/// What `wavetank explain` prints.
public enum TopicText {
  /// Everything that is known of `topic`, in lines of at most `width` characters where words allow.
  public static func text(of topic: Topic, width: Int) -> String {
    var lines = [topic.name] + wrapped(topic.meaning, indent: "  ", width)
    func row(_ head: String, _ text: String?) {
      guard let text else { return }
      let padded = "  " + head + String(repeating: " ", count: max(1, 9 - head.count))
      let rest = wrapped(text, indent: String(repeating: " ", count: padded.count), width)
      lines.append(padded + (rest.first ?? "").dropFirst(padded.count))
      lines += rest.dropFirst()
    }
    switch topic.sort {
    case .field, .condition, .fault: row("write", topic.form)
    case .figure: row("unit", topic.form)
    default: row("form", topic.form)
    }
    row(topic.sort == .field ? "default" : "value", topic.value)
    if let label = topic.label {
      row("known", label.rawValue + (topic.source.map { ": " + $0 } ?? ""))
    } else {
      row("source", topic.source)
    }
    if topic.sort == .figure, !topic.name.contains("."), let where_ = place(of: topic) {
      row("stands", where_)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Where figures of requests stand.
  private static func place(of topic: Topic) -> String? {
    let ofRequests = [
      "arrived", "succeeded", "failed", "timed_out", "in_flight", "lost", "availability",
      "failures_by_cause", "latency_sample_count",
    ]
    guard ofRequests.contains(topic.name) else { return nil }
    return "in run, phases, clients.NAME, endpoints.NAME and versions.NAME"
  }

  /// One line a topic: its name and the begin of what it means.
  public static func lines(of topics: [Topic], width: Int) -> String {
    let longest = min(40, topics.map(\.name.count).max() ?? 0)
    return topics.map { topic in
      let blanks = String(repeating: " ", count: max(0, longest - topic.name.count))
      let line = "  \(topic.name)\(blanks)  \(topic.meaning)"
      return line.count <= width ? line : String(line.prefix(max(20, width - 1))) + "…"
    }.joined(separator: "\n") + "\n"
  }

  /// All topics, sort by sort.
  public static func list(width: Int) -> String {
    Topic.Sort.allCases.map { sort in
      let topics = TopicCatalogue.all.filter { $0.sort == sort }
      return "\(sort.heading)\n" + lines(of: topics, width: width)
    }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String, indent: String, _ width: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= max(40, width) {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(indent + word)
      }
    }
    return lines
  }
}

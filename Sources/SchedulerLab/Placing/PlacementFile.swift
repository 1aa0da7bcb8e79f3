import Results

/// Placements as a file: a line that says what they are, and one line a pod.
///
/// ```
/// {"trace": "…", "scheduler": "…"}
/// {"pod": "shop/web-0", "feasible": 3, "best": 2, "total": 489, "chosen": "node-1"}
/// {"pod": "shop/web-1", "feasible": 0, "best": 0, "total": null, "chosen": "", "reasons": …}
/// ```
///
/// `feasible` counts the nodes that could take the pod and `best` those of them with the most
/// points, `total`. `reasons` (only without a node) counts nodes by what was said of them;
/// `victims` (only where room was made) are the pods that had to go, and `pushedAsideBy` says of a
/// pod for whom it had to go later.
public enum PlacementFile {
  /// The text of the file.
  public static func text(
    _ lines: [PlacementRun.Line], trace: String, scheduler: String
  ) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(128 * (lines.count + 1))
    bytes += "{\"trace\": ".utf8
    JSONText.append(trace, to: &bytes)
    bytes += ", \"scheduler\": ".utf8
    JSONText.append(scheduler, to: &bytes)
    bytes += "}\n".utf8
    for line in lines { append(line, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ line: PlacementRun.Line, to bytes: inout [UInt8]) {
    bytes += "{\"pod\": ".utf8
    JSONText.append(line.pod.description, to: &bytes)
    bytes += ", \"feasible\": ".utf8
    bytes += line.feasibleCount.description.utf8
    bytes += ", \"best\": ".utf8
    bytes += line.bestCount.description.utf8
    bytes += ", \"total\": ".utf8
    bytes += (line.total?.description ?? "null").utf8
    bytes += ", \"chosen\": ".utf8
    JSONText.append(line.chosen, to: &bytes)
    if line.chosen.isEmpty {
      bytes += ", \"reasons\": {".utf8
      for (index, reason) in line.reasons.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        JSONText.append(reason.text, to: &bytes)
        bytes += ": \(reason.nodes)".utf8
      }
      bytes.append(UInt8(ascii: "}"))
    }
    if !line.victims.isEmpty {
      bytes += ", \"victims\": [".utf8
      for (index, victim) in line.victims.enumerated() {
        if index > 0 { bytes += ", ".utf8 }
        JSONText.append(victim.description, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    }
    if let other = line.pushedAsideBy {
      bytes += ", \"pushedAsideBy\": ".utf8
      JSONText.append(other.description, to: &bytes)
    }
    bytes += "}\n".utf8
  }
}

/// Texts in JSON.
enum JSONText {
  /// Adds `text` in quotes.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
    guard isPlain else {
      bytes += JSONValue.string(text).compactText().utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    bytes += text.utf8
    bytes.append(UInt8(ascii: "\""))
  }
}

/// Why no node can take a pod, row by row in numbers; written out only for who asks.
final class BriefRefusals: Sendable {
  /// The names of the nodes by row.
  private let names: [String]
  /// What was said of each row, as a number into `statuses` from 1.
  private let codes: [UInt16]
  /// The row that was looked at first.
  let start: Int
  private let statuses: [Status]

  init(names: [String], codes: [UInt16], start: Int, statuses: [Status]) {
    self.names = names
    self.codes = codes
    self.start = start
    self.statuses = statuses
  }

  /// How many nodes there are.
  var count: Int { codes.count }

  /// How many nodes were turned down with each status.
  var counts: [(status: Status, count: Int)] {
    var counts = [Int](repeating: 0, count: statuses.count + 1)
    for code in codes { counts[Int(code)] += 1 }
    return zip(statuses, counts.dropFirst()).compactMap { $1 == 0 ? nil : ($0, $1) }
  }

  /// All of them, in the order of the search.
  var written: [Diagnosis.Refusal] {
    codes.indices.map { step in
      let row = (start + step) % codes.count
      return Diagnosis.Refusal(node: names[row], status: statuses[Int(codes[row]) - 1])
    }
  }
}

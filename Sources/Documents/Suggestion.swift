/// "Did you mean": the nearest of a few known words to one that is unknown.
public enum Suggestion {
  /// Words longer than this are never compared; nobody misspells them.
  private static let lengthMax = 64

  /// The known word that `word` was probably meant to be, or nil when none is near.
  ///
  /// A word that differs in case or in `-`, `_` alone is always near; otherwise one slip of the
  /// fingers is allowed for three letters, two for six, three for nine or more.
  /// - Complexity: O(number of known words × square of their length).
  public static func nearest(to word: String, among known: [String]) -> String? {
    let folded = fold(word)
    if let same = known.first(where: { fold($0) == folded }) { return same }
    guard word.utf8.count <= lengthMax else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known where candidate.utf8.count <= lengthMax {
      let far = distance(folded, fold(candidate))
      let allowed = min(3, max(folded.count, candidate.utf8.count) / 3)
      if far <= allowed, far < best?.distance ?? .max { best = (candidate, far) }
    }
    return best?.word
  }

  /// The hint for an unknown word: a suggestion, else the known words when they are few.
  public static func hint(for word: String, among known: [String]) -> String? {
    if let near = nearest(to: word, among: known) { return "did you mean \(quoted(near))?" }
    guard !known.isEmpty, known.count <= 12 else { return nil }
    return "allowed here: " + known.sorted().joined(separator: ", ")
  }

  private static func fold(_ word: String) -> [UInt8] {
    word.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
  }

  /// Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`
  /// (Damerau–Levenshtein in its optimal string alignment form).
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i]
      row.reserveCapacity(b.count + 1)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        var least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          least = min(least, beforeLast[j - 2] + 1)
        }
        row.append(least)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}

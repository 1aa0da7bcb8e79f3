import Documents
import Units

/// What only servers say of an object: read where the document is their record, and left aside in
/// a person's manifest.
extension MappingReader {
  /// What `body` makes of the status in a record; nil in a manifest and for none.
  ///
  /// Fields of a status that nobody here looks at are accepted in silence.
  func recordedStatus<Value>(_ body: (MappingReader) -> Value) -> Value? {
    guard origin == .record else {
      ignore(["status"])
      return nil
    }
    return object("status") { reader -> Value? in
      let status = body(reader)
      reader.ignore(reader.mapping.entries.map(\.key))
      return status
    }
  }

  func podStatus() -> PodStatus {
    var status = PodStatus()
    status.phase = phase(or: .pending)
    status.startTime = optional("startTime", .timestamp)
    status.nominatedNodeName = optional("nominatedNodeName", .string) ?? ""
    status.conditions = list("conditions") { reader -> Condition? in
      let condition = reader.condition()
      reader.ignore(reader.mapping.entries.map(\.key))
      return condition
    } ?? []
    return status
  }

  func volumeStatus() -> PersistentVolumeStatus {
    var status = PersistentVolumeStatus()
    status.phase = phase(or: .pending)
    return status
  }

  func claimStatus() -> PersistentVolumeClaimStatus {
    var status = PersistentVolumeClaimStatus()
    status.phase = phase(or: .pending)
    return status
  }

  func budgetStatus() -> PodDisruptionBudgetStatus {
    var status = PodDisruptionBudgetStatus()
    let allowed: Int32? = optional("disruptionsAllowed", .integer(in: .min ... .max))
    status.disruptionsAllowed = Int(allowed ?? 0)
    status.disruptedPods =
      (value("disruptedPods")?.entries ?? []).map { name, since in
        .init(name: name.value, since: since.scalar(.timestamp) ?? .start)
      }
    return status
  }

  /// The phase; what is no phase is an error.
  private func phase<Phase: RawRepresentable & Sendable>(or initial: Phase) -> Phase
  where Phase.RawValue == String {
    let format = ScalarFormat<Phase>.parsed(as: "a phase such as \(initial.rawValue)") { text in
      if text.isEmpty { return initial }
      guard let phase = Phase(rawValue: text) else {
        throw ValueProblem(
          "is \(quoted(text))", hint: "write a phase such as \(initial.rawValue)")
      }
      return phase
    }
    return optional("phase", format) ?? initial
  }
}

extension ScalarFormat where Value == Instant {
  /// A point in time such as `2025-01-01T00:00:07Z`, counted from the start of the year 2000, the
  /// earliest that is taken: records of clusters are younger.
  static var timestamp: ScalarFormat {
    .parsed(as: "a time such as 2025-01-01T00:00:07Z") { text throws(ValueProblem) in
      guard let time = Instant(timestamp: text) else {
        throw ValueProblem("is \(quoted(text))", hint: "write a time such as 2025-01-01T00:00:07Z")
      }
      return time
    }
  }
}

extension Instant {
  /// The instant of a time such as `2025-01-01T00:00:07Z` or `2025-01-01T02:00:07.5+02:00`,
  /// counted from the start of the year 2000; nil for any other text, and for times before.
  ///
  /// Source: RFC 3339, of which the API server takes the same part.
  public init?(timestamp text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T") else { return nil }
    func number(_ start: Int, _ length: Int, after mark: Character?) -> Int64? {
      guard start + length <= bytes.count else { return nil }
      if let mark, bytes[start - 1] != mark.asciiValue { return nil }
      let digits = bytes[start..<start + length]
      guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
    guard let year = number(0, 4, after: nil), let month = number(5, 2, after: "-"),
      let day = number(8, 2, after: "-"), let hour = number(11, 2, after: nil),
      let minute = number(14, 2, after: ":"), let second = number(17, 2, after: ":"),
      (2000...2200).contains(year), (1...12).contains(month), (1...31).contains(day),
      hour < 24, minute < 60, second < 61,
      let (nanoseconds, east) = Self.fractionAndZone(bytes[19...])
    else { return nil }
    let time = hour * 3_600 + minute * 60 + second - east
    let seconds = Self.days(to: year, month, day) * 86_400 + time
    guard seconds >= 0 else { return nil }
    self.init(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
  }

  /// The days from 1 January 2000.
  private static func days(to year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    // Months are counted from March, so that the leap day comes last.
    let (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day
    return days - 730_426
  }

  /// Nanoseconds past the second, and how many seconds the zone is ahead of Greenwich.
  private static func fractionAndZone(_ text: ArraySlice<UInt8>) -> (Int64, Int64)? {
    var rest = text
    var nanoseconds: Int64 = 0
    if rest.first == UInt8(ascii: ".") {
      let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty else { return nil }
      for place in 0..<9 {
        let digit = place < digits.count ? digits[digits.startIndex + place] - 0x30 : 0
        nanoseconds = nanoseconds * 10 + Int64(digit)
      }
      rest = rest[digits.endIndex...]
    }
    if Array(rest) == [UInt8(ascii: "Z")] { return (nanoseconds, 0) }
    let zone = Array(rest)
    guard zone.count == 6, zone[0] == 0x2B || zone[0] == 0x2D, zone[3] == UInt8(ascii: ":"),
      let hours = Int64(String(decoding: zone[1...2], as: UTF8.self)), hours < 24,
      let minutes = Int64(String(decoding: zone[4...5], as: UTF8.self)), minutes < 60
    else { return nil }
    let seconds = hours * 3_600 + minutes * 60
    return (nanoseconds, zone[0] == 0x2B ? seconds : -seconds)
  }
}

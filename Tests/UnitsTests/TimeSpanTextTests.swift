import Testing
import Units

struct TimeSpanTextTests {
  @Test(arguments: [
    ("90s", 90_000_000_000), ("500ms", 500_000_000), ("1m30s", 90_000_000_000),
    ("2h", 7_200_000_000_000), ("250us", 250_000), ("250µs", 250_000), ("7ns", 7), ("0", 0),
    ("0s", 0), ("0.1s", 100_000_000), ("1.5h", 5_400_000_000_000), ("4.5ms", 4_500_000),
    ("1d", 86_400_000_000_000), ("0.0000000016s", 2), ("1h0.001s", 3_600_001_000_000),
    ("9223372036854775807ns", nil), ("106751d23h", 9_223_369_200_000_000_000),
  ] as [(String, Int64?)])
  func `a span is read exactly`(text: String, nanoseconds: Int64?) {
    #expect((try? TimeSpan(parsing: text))?.nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    ("90", "\"90\" has no unit; did you mean 90s or 90ms?"),
    ("1.5", "\"1.5\" has no unit; did you mean 1.5s or 1.5ms?"),
    ("90 s", "\"90 s\" has the unit \" s\"; did you mean 90s?"),
    ("90sec", "\"90sec\" has the unit \"sec\"; did you mean 90s?"),
    ("5 minutes", "\"5 minutes\" has the unit \" minutes\"; did you mean 5m?"),
    ("-5s", "\"-5s\" is negative; write a span of zero or more"),
    ("", "\"\" is not a span of time; write a span such as 90s, 500ms or 1h30m"),
    ("s", "\"s\" is not a span of time; write a span such as 90s, 500ms or 1h30m"),
    ("1.s", "\"1.s\" is not a span of time; write a span such as 90s, 500ms or 1h30m"),
    (".5s", "\".5s\" is not a span of time; write a span such as 90s, 500ms or 1h30m"),
    ("1e3s", "\"1e3s\" is not a span of time; write a span such as 90s, 500ms or 1h30m"),
    ("5fortnights", "\"5fortnights\" is not a span of time; "
      + "write a span such as 90s, 500ms or 1h30m"),
    ("200000d", "\"200000d\" is too long; write less than 292 years"),
    ("106751d106751d", "\"106751d106751d\" is too long; write less than 292 years"),
    ("99999999999999999999s", "\"99999999999999999999s\" is not a span of time; "
      + "write a span such as 90s, 500ms or 1h30m"),
    ("٣s", "\"٣s\" is not a span of time; write a span such as 90s, 500ms or 1h30m"),
  ] as [(String, String)])
  func `a wrong span says what would be right`(text: String, message: String) {
    #expect(performing: { try TimeSpan(parsing: text) }, throws: { "\($0)" == message })
  }

  @Test(arguments: [
    (0, "0s"), (7, "7ns"), (1_500, "1.5us"), (250_000_000, "250ms"), (90_000_000_000, "1m30s"),
    (3_600_000_000_000, "1h"), (3_600_001_000_000, "1h0.001s"), (-5_000_000, "-5ms"),
    (1_000_000_001, "1.000000001s"), (Int64.max, "2562047h47m16.854775807s"),
    (Int64.min, "-2562047h47m16.854775808s"),
  ] as [(Int64, String)])
  func `a span prints exactly`(nanoseconds: Int64, text: String) {
    #expect("\(TimeSpan(nanoseconds: nanoseconds))" == text)
  }

  @Test func `what is printed is read back`() throws {
    var nanoseconds: Int64 = 1
    while nanoseconds < Int64.max / 3 {
      nanoseconds = nanoseconds * 3 - nanoseconds % 7
      let span = TimeSpan(nanoseconds: nanoseconds)
      #expect(try TimeSpan(parsing: "\(span)") == span)
    }
    #expect("\(Instant.start + .seconds(90))" == "1m30s")
  }

  /// The boundaries of HumanDuration, on both sides.
  @Test(arguments: [
    (-2, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (130, "2m10s"),
    (599, "9m59s"), (600, "10m"), (10_799, "179m"), (10_800, "3h"), (10_860, "3h1m"),
    (28_799, "7h59m"), (28_800, "8h"), (172_799, "47h"), (172_800, "2d"), (176_400, "2d1h"),
    (691_199, "7d23h"), (691_200, "8d"), (63_071_999, "729d"), (63_072_000, "2y"),
    (63_158_400, "2y1d"), (252_287_999, "7y364d"), (252_288_000, "8y"),
  ] as [(Int64, String)])
  func `an age prints as kubectl prints it`(seconds: Int64, text: String) {
    #expect(TimeSpan.seconds(seconds).kubectlAge == text)
    if seconds >= 0 {
      #expect((TimeSpan.seconds(seconds) + .milliseconds(999)).kubectlAge == text)
    }
  }
}

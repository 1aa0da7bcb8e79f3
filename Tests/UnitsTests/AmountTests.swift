import Testing
import Units

struct AmountTests {
  @Test(arguments: [
    ("20/s", 20), ("300/min", 5), ("5 per second", 5), ("1.5/s", 1.5), ("7200/h", 2),
    ("86400/day", 1), ("60 / m", 1), ("0/s", 0), ("10 per hour", 10.0 / 3_600),
    ("12/ sec", 12),
  ] as [(String, Double)])
  func `a rate is read per second`(text: String, perSecond: Double) throws {
    #expect(try Rate(parsing: text).perSecond == perSecond)
  }

  @Test(arguments: [
    ("20", "\"20\" has no unit; did you mean 20/s?"),
    ("", "\"\" is not a rate; write a rate such as 20/s or 300/min"),
    ("-1/s", "\"-1/s\" is negative; write a rate such as 20/s or 300/min"),
    ("20rps", "\"20rps\" is not a rate; write a rate such as 20/s or 300/min"),
    ("20/fortnight", "\"20/fortnight\" has no unit of time that is known; "
      + "write /s, /min, /h or /d"),
    ("20/", "\"20/\" has no unit of time that is known; write /s, /min, /h or /d"),
    ("20 per per s", "\"20 per per s\" has no unit of time that is known; "
      + "write /s, /min, /h or /d"),
  ] as [(String, String)])
  func `a wrong rate says what would be right`(text: String, message: String) {
    #expect(performing: { try Rate(parsing: text) }, throws: { "\($0)" == message })
  }

  @Test(arguments: [
    (20, "20/s"), (0, "0/s"), (0.05, "3/min"), (1.0 / 60, "1/min"), (1.0 / 3_600, "1/h"),
    (0.1234567, "0.1234567/s"), (1e300, "1e+300/s"),
  ] as [(Double, String)])
  func `a rate prints in the unit that makes it whole`(perSecond: Double, text: String) {
    #expect("\(Rate(perSecond: perSecond))" == text)
  }

  @Test func `processors and bytes print as Kubernetes writes them`() {
    #expect("\(MilliCPU(1_500))" == "1500m")
    #expect("\(MilliCPU(2_000))" == "2")
    #expect("\(MilliCPU.zero)" == "0")
    #expect("\(Bytes.mebibytes(512))" == "512Mi")
    #expect("\(Bytes.mebibytes(1_536))" == "1536Mi")
    #expect("\(Bytes.gibibytes(2))" == "2Gi")
    #expect("\(Bytes(1_500))" == "1500")
    #expect("\(Bytes(1_024))" == "1Ki")
    #expect("\(Bytes.zero)" == "0")
    #expect("\(Bytes(-2_048))" == "-2Ki")
    #expect("\(Bytes(.min))" == "-8Ei")
  }

  @Test func `arithmetic stops at the ends of the range`() {
    let longest = TimeSpan(nanoseconds: .max)
    let shortest = TimeSpan(nanoseconds: .min)
    #expect(longest + .seconds(1) == longest)
    #expect(shortest - .seconds(1) == shortest)
    #expect(shortest + .seconds(-1) == shortest)
    #expect(longest - shortest == longest)
    #expect(longest * 2 == longest)
    #expect(longest * -2 == shortest)
    #expect(TimeSpan.hours(.max) == longest)
    #expect(TimeSpan.minutes(.min) == shortest)
    #expect(Instant.never + .hours(1) == .never)
    #expect(Instant.never - shortest == .never)
    #expect(Instant.start - longest == .start)
    #expect(Bytes.gibibytes(.max).count == .max)
    #expect(Bytes(.max) + Bytes(1) == Bytes(.max))
    #expect(MilliCPU(.min) - MilliCPU(1) == MilliCPU(.min))
    #expect(Dollars(.infinity) == Dollars(nanodollars: 9_200_000_000_000_000_000))
    #expect(Dollars(.nan) == .zero)
    #expect(Dollars(9e9).perHour(for: .hours(2_000_000)).nanodollars == .max)
  }

  @Test func `money adds up to the billionth`() {
    let price = Dollars(0.0475)
    #expect(price.perHour(for: .hours(730)) == Dollars(34.675))
    var sum = Dollars.zero
    for _ in 0..<3_600 { sum = sum + price.perHour(for: .seconds(1)) }
    #expect((price.nanodollars - sum.nanodollars).magnitude < 3_600)
  }
}

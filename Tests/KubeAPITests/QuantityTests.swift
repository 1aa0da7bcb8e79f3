import Documents
import KubeAPI
import Testing

struct QuantityTests {
  /// Text, its canonical form, whole units and thousandths, both rounded up.
  static let good: [(text: String, canonical: String, value: Int64, milli: Int64?)] = [
    ("0", "0", 0, 0),
    ("0Ki", "0", 0, 0),
    ("1", "1", 1, 1_000),
    ("+1", "1", 1, 1_000),
    ("-1", "-1", -1, -1_000),
    ("001", "1", 1, 1_000),
    ("1.", "1", 1, 1_000),
    (".5", "500m", 1, 500),
    ("-.5", "-500m", -1, -500),
    ("500m", "500m", 1, 500),
    ("1000m", "1", 1, 1_000),
    ("64000m", "64", 64, 64_000),
    ("1500m", "1500m", 2, 1_500),
    ("1.2345", "1234500u", 2, 1_235),
    ("0.9n", "1n", 1, 1),
    ("1n", "1n", 1, 1),
    ("-0.1n", "-1n", -1, -1),
    ("1u", "1u", 1, 1),
    ("100", "100", 100, 100_000),
    ("1000", "1k", 1_000, 1_000_000),
    ("1k", "1k", 1_000, 1_000_000),
    ("12000000", "12M", 12_000_000, 12_000_000_000),
    ("1.5G", "1500M", 1_500_000_000, 1_500_000_000_000),
    ("1Ki", "1Ki", 1_024, 1_024_000),
    ("512Ki", "512Ki", 524_288, 524_288_000),
    ("0.5Ki", "512", 512, 512_000),
    ("1023Ki", "1023Ki", 1_047_552, 1_047_552_000),
    ("1024Ki", "1Mi", 1_048_576, 1_048_576_000),
    ("262144Mi", "256Gi", 274_877_906_944, 274_877_906_944_000),
    ("1.5Gi", "1536Mi", 1_610_612_736, 1_610_612_736_000),
    ("1.1Mi", "1153433600m", 1_153_434, 1_153_433_600),
    ("-1.5Gi", "-1536Mi", -1_610_612_736, -1_610_612_736_000),
    ("7Ei", "7Ei", 8_070_450_532_247_928_832, nil),
    ("1e3", "1e3", 1_000, 1_000_000),
    ("1E3", "1e3", 1_000, 1_000_000),
    ("1e+3", "1e3", 1_000, 1_000_000),
    ("12e4", "120e3", 120_000, 120_000_000),
    ("1e-3", "1e-3", 1, 1),
    ("5e-10", "1e-9", 1, 1),
    ("1E", "1E", 1_000_000_000_000_000_000, nil),
    ("0e99999999999999999999", "0", 0, 0),
    ("1e-99999999999999999999", "1e-9", 1, 1),
    ("9223372036854775807", "9223372036854775807", .max, nil),
    ("1000000000000000000000000n", "1P", 1_000_000_000_000_000, 1_000_000_000_000_000_000),
    ("0.00000000000000000000000000000000000001", "1n", 1, 1),
  ]

  @Test(arguments: good)
  func `amounts are read exactly and printed in canonical form`(
    text: String, canonical: String, value: Int64, milli: Int64?
  ) throws {
    let quantity = try Quantity(parsing: text)
    #expect(quantity.description == canonical)
    #expect(quantity.value == value)
    #expect(quantity.milliValue == milli)
    #expect(try Quantity(parsing: canonical) == quantity)
    #expect(try Quantity(parsing: canonical).description == canonical)
  }

  static let bad: [(text: String, hint: String)] = [
    ("", "write an amount"), (" 1", "write an amount"), ("1 ", "did you mean 1?"),
    ("1i", "write an amount"), ("0.1mi", "did you mean 0.1Mi?"), ("1.1.M", "write an amount"),
    ("1+1.0M", "write an amount"), ("0.1am", "write an amount"), ("aoeu", "write an amount"),
    (".5i", "write an amount"), ("-3.01e-", "write an amount"), ("+", "write an amount"),
    ("m", "write an amount"), (".", "write an amount"), ("5 Gi", "did you mean 5Gi?"),
    ("5GB", "did you mean 5G?"), ("5gb", "did you mean 5G?"), ("5gib", "did you mean 5Gi?"),
    ("5K", "did you mean 5k?"), ("2cores", "did you mean 2?"), ("1e", "write an amount"),
    ("1e3.5", "write an amount"), ("1e+", "write an amount"), ("٣", "write an amount"),
    ("1_000", "write an amount"), ("0x10", "write an amount"), ("NaN", "write an amount"),
    ("9223372036854775808", "write at most"), ("8Ei", "write at most"),
    ("1e19", "write at most"), ("-10E", "write at most"), ("1e99999999999999999999", "at most"),
    (String(repeating: "9", count: 100_000), "write at most"),
    (String(repeating: "9", count: 100_000) + "Ei", "write at most"),
  ]

  @Test(arguments: bad)
  func `what is no amount is refused with a hint`(text: String, hint: String) {
    do {
      let quantity = try Quantity(parsing: text)
      Issue.record("read as \(quantity)")
    } catch {
      #expect(error.hint?.contains(hint) == true, "\(error)")
      #expect(error.description.count < 250)
    }
  }

  @Test func `amounts compare by size, whatever they are written as`() throws {
    #expect(try Quantity(parsing: "1Gi") > Quantity(parsing: "1G"))
    #expect(try Quantity(parsing: "1000m") == Quantity(parsing: "1"))
    #expect(try Quantity(parsing: "1.0001").roundedUpToMilli == Quantity(parsing: "1001m"))
    #expect(Quantity(milli: 1_500).description == "1500m")
    #expect(Quantity(2_048, format: .binarySI).description == "2Ki")
  }
}

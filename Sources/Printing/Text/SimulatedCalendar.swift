import Units

/// The date that a run's instants are shown at: a run starts on Monday, 1 January 2024, at
/// midnight UTC.
///
/// A fixed date, since the date of the real run must not reach any output.
public enum SimulatedCalendar {
  /// `instant` as kubectl's `describe` prints dates: `Mon, 01 Jan 2024 00:01:30 +0000`.
  public static func rfc1123(_ instant: Instant) -> String {
    let seconds = instant.nanoseconds / 1_000_000_000
    let date = date(day: seconds / 86_400)
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let weekday = weekdays[Int(seconds / 86_400 % 7)]
    let day = "\(two(date.day)) \(months[Int(date.month) - 1]) \(date.year)"
    return "\(weekday), \(day) \(clock(seconds % 86_400)) +0000"
  }

  /// `instant` as the API writes it: `2024-01-01T00:01:30Z`.
  public static func rfc3339(_ instant: Instant) -> String {
    let seconds = instant.nanoseconds / 1_000_000_000
    let date = date(day: seconds / 86_400)
    return "\(date.year)-\(two(date.month))-\(two(date.day))T\(clock(seconds % 86_400))Z"
  }

  /// The date `day` days after 1 January 2024.
  private static func date(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    var year: Int64 = 2024
    var left = day
    while left >= days(in: year) {
      left -= days(in: year)
      year += 1
    }
    let february: Int64 = days(in: year) == 366 ? 29 : 28
    var month: Int64 = 1
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
      if left < length { break }
      left -= length
      month += 1
    }
    return (year, month, left + 1)
  }

  private static func days(in year: Int64) -> Int64 {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365
  }

  private static func clock(_ seconds: Int64) -> String {
    "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

public import Units

/// When TCP sends data again that nobody acknowledged: after 0.2, 0.4, 0.8 … seconds, at most two
/// minutes apart.
///
/// Source: Linux, include/net/tcp.h (`TCP_RTO_MIN`, `TCP_RTO_MAX`) and
/// Documentation/networking/ip-sysctl.rst (`tcp_retries2`). The first wait is the least there is,
/// as round trips in a cluster are far below it.
public enum DataRetransmission {
  /// How many times data are sent again before the kernel gives the connection up.
  public static let limit = 15

  /// From transmission `number` (the first is 0) to the next.
  public static func wait(after number: Int) -> TimeSpan {
    min(.seconds(120), .milliseconds(200 << Int64(min(max(0, number), 10))))
  }
}

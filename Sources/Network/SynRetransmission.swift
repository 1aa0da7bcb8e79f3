public import Units

/// When TCP sends a SYN again that nobody answered: 1, 3, 7, 15, … seconds after the first.
///
/// Source: Linux, net/ipv4/tcp_timer.c and Documentation/networking/ip-sysctl.rst
/// (`tcp_syn_retries`), with the initial timeout of RFC 6298, section 2.1. The measured stack shows
/// the 3 s step when a backlog is full.
public enum SynRetransmission {
  /// How many times a SYN is sent again before the kernel gives up.
  public static let limit = 6

  /// From transmission `number` (the first is 0) to the next.
  public static func wait(after number: Int) -> TimeSpan { .seconds(1 << Int64(min(number, 6))) }

  /// When the kernel gives up, counted from the first SYN: 127 s.
  public static let giveUp = TimeSpan.seconds(127)
}

/// A replication that could not be carried out, with what is needed to repeat it alone.
public struct ReplicationFailure: Error, CustomStringConvertible {
  /// The variant's name; nil for a scenario without variants.
  public let variant: String?
  /// The replication's number.
  public let replication: UInt64
  /// What went wrong.
  public let cause: any Error

  /// One line for a person.
  public var description: String {
    let place = variant.map { " of variant \($0)" } ?? ""
    return "replication \(replication)\(place) failed: \(cause)"
  }
}

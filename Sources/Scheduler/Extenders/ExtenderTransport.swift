import Units

/// The way to extenders; what stands behind it is no matter of the scheduler's.
public protocol ExtenderTransport: AnyObject {
  /// Sends `body` to `url` by POST, and waits for the answer, `timeout` of real time at the
  /// longest.
  ///
  /// - Throws: why there is no answer, in a few words such as `connection refused`.
  func post(
    _ url: String, _ body: [UInt8], timeout: TimeSpan
  ) throws(ExtenderError) -> ExtenderAnswer
}

/// What came back from an extender.
public struct ExtenderAnswer: Sendable {
  /// The status of HTTP.
  public var status: Int
  /// The bytes behind it.
  public var body: [UInt8]

  /// An answer.
  public init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

extension SchedulerConfiguration {
  /// The extenders that are declared, over `transport`.
  public func extenders(over transport: any ExtenderTransport) -> [any Extender] {
    extenders.map { HTTPExtender($0, over: transport) }
  }

  /// The extenders that are declared, over a transport of their own.
  ///
  /// - Throws: there are some, and no way to them.
  public func connectedExtenders() throws(PluginError) -> [any Extender] {
    guard let first = extenders.first else { return [] }
    guard let connect else {
      throw PluginError(
        plugin: "extenders", "there is no way to \(first.urlPrefix) from here; take extenders out "
          + "of the configuration")
    }
    return extenders(over: connect())
  }
}

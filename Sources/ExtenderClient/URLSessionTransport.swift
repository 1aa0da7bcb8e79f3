import Foundation
import Scheduler
import Synchronization
import Units

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The way to extenders by HTTP and HTTPS, one call at a time.
///
/// The caller waits in real time; to simulated time, no time passes. Nothing is kept from one call
/// to the next but open connections.
public final class URLSessionTransport: ExtenderTransport {
  /// The longest answer that is taken: 64 MiB.
  public static let answerMax = 64 << 20

  private let session: URLSession

  /// A transport without connections yet.
  public init() {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    session = URLSession(configuration: configuration)
  }

  deinit { session.invalidateAndCancel() }

  public func post(
    _ url: String, _ body: [UInt8], timeout: TimeSpan
  ) throws(ExtenderError) -> ExtenderAnswer {
    guard let address = URL(string: url) else { throw ExtenderError("this is no address") }
    var request = URLRequest(url: address, timeoutInterval: max(timeout.seconds, 0.001))
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = Data(body)
    let result = Outcome()
    let done = DispatchSemaphore(value: 0)
    let task = session.dataTask(with: request) { data, response, error in
      result.set(Self.outcome(data, response, error))
      done.signal()
    }
    task.resume()
    let deadline = DispatchTime.now() + .nanoseconds(Int(clamping: timeout.nanoseconds))
    if done.wait(timeout: deadline) == .timedOut {
      task.cancel()
      throw ExtenderError("no answer within \(timeout)")
    }
    switch result.value {
    case .success(let answer)?: return answer
    case .failure(let error)?: throw error
    case nil: throw ExtenderError("no answer")
    }
  }

  /// What the session's own thread found out.
  private final class Outcome: Sendable {
    private let found = Mutex<Result<ExtenderAnswer, ExtenderError>?>(nil)
    var value: Result<ExtenderAnswer, ExtenderError>? { found.withLock { $0 } }
    func set(_ value: Result<ExtenderAnswer, ExtenderError>) { found.withLock { $0 = value } }
  }

  private static func outcome(
    _ data: Data?, _ response: URLResponse?, _ error: (any Error)?
  ) -> Result<ExtenderAnswer, ExtenderError> {
    if let error { return .failure(ExtenderError(reason(of: error))) }
    guard let response = response as? HTTPURLResponse else {
      return .failure(ExtenderError("the answer is not HTTP"))
    }
    guard data?.count ?? 0 <= answerMax else {
      return .failure(ExtenderError("the answer is longer than \(answerMax) bytes"))
    }
    return .success(ExtenderAnswer(status: response.statusCode, body: data.map(Array.init) ?? []))
  }

  /// Foundation's own words differ from system to system; those for common failures do not here.
  private static func reason(of error: any Error) -> String {
    switch (error as? URLError)?.code {
    case .cannotConnectToHost?: "connection refused"
    case .cannotFindHost?: "no such host"
    case .timedOut?: "no answer in time"
    case .networkConnectionLost?: "the connection was closed before the answer was complete"
    default: error.localizedDescription
    }
  }
}

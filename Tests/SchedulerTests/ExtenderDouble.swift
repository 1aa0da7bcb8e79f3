import Documents
import Scheduler
import Units

/// A transport whose answers a test writes down, by the verb at the end of the address.
final class ExtenderDouble: ExtenderTransport {
  /// What became of a call.
  enum Reply {
    case json(String)
    case status(Int)
    case failure(String)
  }

  private let reply: (_ verb: String, _ message: DocumentNode) -> Reply
  /// The addresses that were called.
  private(set) var urls: [String] = []
  /// What was sent, as text.
  private(set) var bodies: [String] = []
  /// The timeouts that were given.
  private(set) var timeouts: [TimeSpan] = []

  init(_ reply: @escaping (_ verb: String, _ message: DocumentNode) -> Reply) {
    self.reply = reply
  }

  /// Answers every call alike.
  convenience init(_ one: Reply) { self.init { _, _ in one } }

  func post(
    _ url: String, _ body: [UInt8], timeout: TimeSpan
  ) throws(ExtenderError) -> ExtenderAnswer {
    urls.append(url)
    timeouts.append(timeout)
    bodies.append(String(decoding: body, as: UTF8.self))
    let verb = String(url.split(separator: "/").last ?? "")
    switch reply(verb, Self.node(body)) {
    case .json(let text): return ExtenderAnswer(status: 200, body: Array(text.utf8))
    case .status(let status): return ExtenderAnswer(status: status, body: [])
    case .failure(let reason): throw ExtenderError(reason)
    }
  }

  static func node(_ body: [UInt8]) -> DocumentNode {
    let log = ProblemLog(file: "body")
    let file = SourceFile(name: "body", text: String(decoding: body, as: UTF8.self))
    return JSONReader.documents(in: file, log: log).first
      ?? .sequence(.init(items: [], mark: .start))
  }
}

extension DocumentNode {
  /// The value at these keys; a whole number counts the items of a list.
  subscript(path: String...) -> DocumentNode? {
    var node: DocumentNode? = self
    for key in path {
      switch node {
      case .mapping(let mapping)?: node = mapping[key]
      case .sequence(let list)?:
        node = Int(key).flatMap { list.items.indices.contains($0) ? list.items[$0] : nil }
      default: return nil
      }
    }
    return node
  }

  /// The texts of a list.
  var texts: [String] {
    guard case .sequence(let list) = self else { return [] }
    return list.items.compactMap(\.text)
  }
}

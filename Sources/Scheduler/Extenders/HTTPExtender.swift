import Documents
import KubeAPI

/// An extender that is asked by HTTP in the v1 wire format.
///
/// Source: `pkg/scheduler/extender.go`, v1.34.
public final class HTTPExtender: Extender {
  /// What it is declared to do.
  public let settings: ExtenderSettings
  private let transport: any ExtenderTransport
  /// Failures that the scheduler passed over, each with how often; at most `noted` different ones.
  public private(set) var passedOver: [(message: String, count: Int)] = []
  private static let noted = 20

  /// An extender that `transport` leads to.
  public init(_ settings: ExtenderSettings, over transport: any ExtenderTransport) {
    self.settings = settings
    self.transport = transport
  }

  /// Its address.
  public var name: String { settings.urlPrefix }

  public func passOver(_ error: ExtenderError) {
    if let place = passedOver.firstIndex(where: { $0.message == error.message }) {
      passedOver[place].count += 1
    } else if passedOver.count < Self.noted {
      passedOver.append((error.message, 1))
    }
  }

  public func filter(
    _ pod: PodInfo, _ nodes: [NodeInfo]
  ) throws(ExtenderError) -> ExtenderVerdict {
    guard isFilter else { return ExtenderVerdict(passed: nodes.map(\.name)) }
    let arguments = ExtenderMessage.arguments(
      pod, nodes, namesOnly: settings.isNodeCacheCapable)
    let answer = try ask(settings.filterVerb, arguments)
    if let error = try answer.text("Error"), !error.isEmpty { throw ExtenderError(error) }
    var verdict = ExtenderVerdict(
      passed: try answer.passedNodes(namesCount: settings.isNodeCacheCapable))
    let known = Set(nodes.map(\.name))
    for node in verdict.passed where !known.contains(node) {
      throw ExtenderError(
        "extender \"\(name)\" claims a filtered node \"\(node)\" which is not found in "
          + "the input node list")
    }
    verdict.failed = try answer.reasons("FailedNodes")
    verdict.hopeless = try answer.reasons("FailedAndUnresolvableNodes")
    return verdict
  }

  public func prioritize(
    _ pod: PodInfo, _ nodes: [NodeInfo]
  ) throws(ExtenderError) -> [(node: String, score: Int64)] {
    guard isPrioritizer else { return [] }
    let arguments = ExtenderMessage.arguments(
      pod, nodes, namesOnly: settings.isNodeCacheCapable)
    return try ask(settings.prioritizeVerb, arguments).priorities()
  }

  public func bind(_ pod: PodInfo, to node: String) throws(ExtenderError) {
    let answer = try ask(settings.bindVerb, ExtenderMessage.binding(pod, to: node))
    if let error = try answer.text("Error"), !error.isEmpty { throw ExtenderError(error) }
  }

  public func preempt(
    for pod: PodInfo, _ candidates: [ExtenderVictims], podsOn: (String) -> [PodInfo]?
  ) throws(ExtenderError) -> [ExtenderVictims] {
    let arguments = ExtenderMessage.preemption(
      pod, candidates, idsOnly: settings.isNodeCacheCapable)
    return try ask(settings.preemptVerb, arguments).victims(
      extender: name, podsOn: podsOn)
  }

  /// Sends `message` and takes the answer apart.
  private func ask(
    _ verb: String, _ message: DocumentNode
  ) throws(ExtenderError) -> ExtenderReply {
    var prefix = Substring(settings.urlPrefix)
    while prefix.last == "/" { prefix.removeLast() }
    let url = "\(prefix)/\(verb)"
    let answer: ExtenderAnswer
    do throws(ExtenderError) {
      answer = try transport.post(url, message.jsonBytes, timeout: settings.httpTimeout)
    } catch {
      throw ExtenderError("Post \"\(url)\": \(error.message)")
    }
    guard answer.status == 200 else {
      throw ExtenderError("failed \(verb) with extender at URL \(url), code \(answer.status)")
    }
    do throws(Problems) {
      let file = try SourceFile(name: url, bytes: answer.body)
      guard let node = try JSONReader.documents(in: file).first else {
        throw Problems(
          Problem(file: url, mark: .start, code: .syntax, message: "the answer is empty"))
      }
      return ExtenderReply(node, from: url)
    } catch {
      let first = error.errors.first.map { "\($0.line):\($0.column): \($0.message)" } ?? "empty"
      throw ExtenderError("the answer from \(url) cannot be used: \(first)")
    }
  }
}

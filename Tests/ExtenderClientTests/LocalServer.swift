import Foundation
import Synchronization

/// A server of HTTP/1.1 on this machine for tests: one request a connection, one thread.
final class LocalServer: Sendable {
  /// What it does with a request.
  enum Reply: Sendable {
    case answer(status: Int, body: String)
    /// The connection is closed without a word.
    case hangUp
    /// Nothing is said until the test is over.
    case silence
  }

  /// A request as it came.
  struct Request: Sendable {
    var path: String
    var contentType: String
    var body: String
  }

  private let socket: Int32
  private let held = Mutex<[Int32]>([])
  private let log = Mutex<[Request]>([])
  let port: UInt16

  /// Answers with what `reply` makes of each request.
  init(_ reply: @escaping @Sendable (Request) -> Reply) throws {
    let listener = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    socket = listener
    port = UInt16(bigEndian: address.sin_port)
    let thread = Thread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        if connection < 0 { return }
        serve(connection, reply)
      }
    }
    thread.start()
  }

  /// Its address.
  var url: String { "http://127.0.0.1:\(port)" }

  /// The requests so far.
  var requests: [Request] { log.withLock { $0 } }

  func stop() {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
    for connection in held.withLock({ $0 }) { close(connection) }
  }

  private func serve(_ connection: Int32, _ reply: (Request) -> Reply) {
    guard let request = Self.read(connection) else {
      close(connection)
      return
    }
    log.withLock { $0.append(request) }
    switch reply(request) {
    case .answer(let status, let body):
      let head =
        "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n"
      Self.write(Array((head + body).utf8), to: connection)
      close(connection)
    case .hangUp: close(connection)
    case .silence: held.withLock { $0.append(connection) }
    }
  }

  private static func write(_ bytes: [UInt8], to connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// The next request; nil when the connection ends before it is complete.
  private static func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    let end = Array("\r\n\r\n".utf8)
    var bodyStart: Int?
    var length = 0
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      if bodyStart == nil, let found = bytes.firstRange(of: end) {
        bodyStart = found.upperBound
        length = Int(header("content-length", in: bytes[..<found.lowerBound]) ?? "") ?? 0
      }
      if let bodyStart, bytes.count >= bodyStart + length {
        let head = bytes[..<bodyStart]
        let line = String(decoding: head, as: UTF8.self).split(separator: "\r\n").first ?? ""
        let words = line.split(separator: " ")
        return Request(
          path: words.count > 1 ? String(words[1]) : "",
          contentType: header("content-type", in: head) ?? "",
          body: String(decoding: bytes[bodyStart..<(bodyStart + length)], as: UTF8.self))
      }
      let count = recv(connection, &buffer, buffer.count, 0)
      if count <= 0 { return nil }
      bytes += buffer[..<count]
    }
  }

  private static func header(_ name: String, in head: ArraySlice<UInt8>) -> String? {
    for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == name else { continue }
      return parts[1].trimmingCharacters(in: .whitespaces)
    }
    return nil
  }
}

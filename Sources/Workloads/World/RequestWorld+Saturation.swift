import Units

/// Whether something that requests need has none left.
extension RequestWorld {
  /// Whether in some pod all workers of a site, or all places of a plain server, are taken while
  /// requests wait for one.
  ///
  /// - Complexity: O(pods of the run).
  public var areWorkersExhausted: Bool {
    for pod in 0..<UInt32(pods.count) {
      let row = pods[pod]
      guard row.pointee.backlogCount > 0, row.pointee.isListening else { continue }
      switch row.pointee.kind {
      case .gunicorn: if row.pointee.firstIdle == .max { return true }
      case .plain: return true
      case .postgres, .none: break
      }
    }
    return false
  }

  /// Whether some database has as many connections open as it takes.
  ///
  /// - Complexity: O(pods of the run).
  public var areConnectionsExhausted: Bool {
    for pod in 0..<UInt32(pods.count) where pods[pod].pointee.kind == .postgres {
      let limit = postgresServers[pods[pod].pointee.server].pointee.connectionLimit
      if pods[pod].pointee.isListening, pods[pod].pointee.sessionCount >= limit { return true }
    }
    return false
  }
}

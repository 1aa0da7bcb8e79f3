/// How memory grows with requests, and cost a request with pods and nodes: both should not.
enum CurveBenchmark {
  static func run() {
    for requests in [250_000, 1_000_000, 4_000_000] {
      let result = WebPathBenchmark.measure(nodes: 3, podsPerNode: 4, requests: requests)
      report(
        "resident_at_\(requests)_requests_mib", Double(result.residentBytes) / 1_048_576, "MiB")
    }
    for (nodes, pods) in [(3, 4), (30, 4), (300, 4), (300, 16)] {
      let costs = (0..<3).map { _ in
        WebPathBenchmark.measure(nodes: nodes, podsPerNode: pods, requests: 300_000).nanoseconds
      }
      report("web_path_\(nodes)_nodes_\(nodes * pods)_pods_ns", costs.min() ?? 0, "ns")
    }
  }
}

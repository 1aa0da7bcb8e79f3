/// How memory grows with requests, and cost a request with pods and nodes: both should not.
enum CurveBenchmark {
  static func run(isQuick: Bool) {
    let counts = isQuick ? [100_000, 400_000, 1_600_000] : [250_000, 1_000_000, 4_000_000]
    let resident = counts.map { requests in
      let result = WebPathBenchmark.measure(nodes: 3, podsPerNode: 4, requests: requests)
      let mebibytes = Double(result.residentBytes) / 1_048_576
      report("resident_at_\(requests)_requests_mib", mebibytes, "MiB")
      return mebibytes
    }
    report("resident_growth_ratio", resident[2] / max(1, resident[0]), "times")
    let sizes = [(3, 4), (3, 64), (30, 4), (300, 4)]
    let costs = sizes.map { nodes, pods in
      let runs = (0..<(isQuick ? 2 : 3)).map { _ in
        WebPathBenchmark.measure(nodes: nodes, podsPerNode: pods, requests: 200_000).nanoseconds
      }
      let best = runs.min() ?? 0
      report("web_path_\(nodes)_nodes_\(nodes * pods)_pods_ns", best, "ns")
      return best
    }
    report("web_path_pods_cost_ratio", costs[1] / costs[0], "times")
    report("web_path_nodes_cost_ratio", costs[3] / costs[0], "times")
  }
}

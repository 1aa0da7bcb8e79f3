let benchmarks: [(name: String, run: () -> Void)] = [
  ("hold", HoldBenchmark.run),
  ("webpath", WebPathBenchmark.run),
  ("webpath-once", WebPathBenchmark.runOnce),
]

let wanted = CommandLine.arguments.dropFirst()
let known = Set(benchmarks.map(\.name))
for name in wanted where !known.contains(name) {
  print("error: no benchmark \(name); there are: \(benchmarks.map(\.name).joined(separator: ", "))")
}
for benchmark in benchmarks where wanted.contains(benchmark.name) {
  benchmark.run()
}

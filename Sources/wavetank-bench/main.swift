// wavetank-bench [--python PATH] NAME…
//
// Each benchmark prints lines of `name value unit`. PATH is a Python that has SimPy; without it the
// comparisons with the twins are left out. Run it from the package's folder.

var python: String?
var wanted: [String] = []
var arguments = CommandLine.arguments.dropFirst()
while let argument = arguments.popFirst() {
  if argument == "--python" {
    python = arguments.popFirst()
  } else {
    wanted.append(argument)
  }
}

let path = python
let benchmarks: [(name: String, run: () -> Void)] = [
  ("hold", HoldBenchmark.run),
  ("mm8", { MM8Benchmark.run(python: path) }),
  ("tandem", { TandemBenchmark.run(python: path) }),
  ("webpath", WebPathBenchmark.run),
  ("webpath-once", WebPathBenchmark.runOnce),
  ("webpath-wide-once", WebPathBenchmark.runWideOnce),
  ("curve", CurveBenchmark.run),
]
let known = benchmarks.map(\.name)
for name in wanted where !known.contains(name) {
  print("error: no benchmark \(name); there are: \(known.joined(separator: ", "))")
}
for benchmark in benchmarks where wanted.contains(benchmark.name) {
  benchmark.run()
}

// swift-tools-version: 6.2
// Wavetank: a cluster simulator and capacity planner.
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

/// Swift settings of every target: the O(n) invariant checks run in debug builds only.
let checked: [SwiftSetting] = [
  .define("INTERNAL_CHECKS", .when(configuration: .debug))
]

func house(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: checked)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: checked)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let arguments = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

// Lowest first; a test reads the imports and holds them to the table in Sources/README.md.
let package = Package(
  name: "wavetank",
  products: [
    .executable(name: "wavetank", targets: ["wavetank"]),
    // What reads a person's input, for the package in Tests/Fuzz.
    .library(
      name: "Readers",
      targets: ["Units", "Documents", "KubeAPI", "Scheduler", "Scenarios", "SchedulerLab"]),
    // The scheduler by itself, for plugins of one's own; see Sources/scheduler-plugin-example.
    .library(name: "WavetankScheduler", targets: ["Scheduler", "KubeAPI", "Documents", "Units"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    .systemLibrary(
      name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    house("Units"),
    house("Documents", [yams]),
    house("Randomness", ["CGSL", "Units"]),
    house("Statistics", ["Randomness", "Units", "CGSL"]),
    house("EventKernel", ["Units", "Randomness"]),
    house("KubeAPI", ["Units", "Documents"]),
    house("ControllerRuntime", ["KubeAPI", "Randomness", "Units"]),
    house("Controllers", ["ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    house("Scheduler", ["ControllerRuntime", "KubeAPI", "Documents", "Randomness", "Units"]),
    house("ExtenderClient", ["Scheduler", "Units"]),
    house("NodeAgents", ["ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    house("KubeStore", ["ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    house("Network", ["EventKernel", "ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    house(
      "Machines",
      ["Network", "EventKernel", "ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    .target(
      name: "Cloud",
      dependencies: [
        "Machines", "Network", "EventKernel", "ControllerRuntime", "KubeAPI", "Randomness",
        "Units", "Documents",
      ], resources: [.embedInCode("Catalogue.json")], swiftSettings: checked),
    house(
      "Workloads",
      [
        "Machines", "Statistics", "Network", "EventKernel", "ControllerRuntime", "KubeAPI",
        "Randomness", "Units",
      ]),
    house(
      "ClusterSim",
      [
        "Cloud", "Workloads", "Machines", "Network", "KubeStore", "NodeAgents", "Scheduler",
        "Controllers", "ControllerRuntime", "KubeAPI", "EventKernel", "Statistics", "Randomness",
        "Units",
      ]),
    house("Printing", ["KubeAPI", "Units"]),
    house(
      "Scenarios",
      [
        "ClusterSim", "Workloads", "Printing", "Cloud", "Scheduler", "Controllers",
        "ControllerRuntime", "Documents", "KubeAPI", "Randomness", "Units",
      ]),
    house("Results", ["Statistics", "Units"]),
    house("Experiments", ["Scenarios", "Results", "ClusterSim", "Statistics", "Units"]),
    house(
      "Swarm",
      [
        "Scenarios", "ClusterSim", "Workloads", "Scheduler", "ControllerRuntime", "KubeAPI",
        "Randomness", "Units",
      ]),
    house("SchedulerLab", ["Scheduler", "Results", "Statistics", "Randomness", "Documents", "KubeAPI", "Units"]),
    house(
      "Verification",
      [
        "SchedulerLab", "Experiments", "Scenarios", "Results", "ClusterSim", "KubeStore",
        "Controllers", "Scheduler", "ControllerRuntime", "KubeAPI", "Documents", "Statistics",
        "Randomness", "Units",
      ]),
    .target(
      name: "Reports", dependencies: ["Results", "Statistics", "Units", mustache], exclude: ["fetch-charts.sh"],
      resources: [.embedInCode("Templates")], swiftSettings: checked),
    .executableTarget(
      name: "scheduler-plugin-example", dependencies: ["Scheduler", "KubeAPI", "Documents"],
      swiftSettings: checked),
    .executableTarget(
      name: "wavetank",
      dependencies: [
        "Experiments", "Verification", "SchedulerLab", "Reports", "Swarm", "Scenarios", "Results",
        "ExtenderClient", "ClusterSim", "Cloud", "NodeAgents", "Scheduler", "Randomness",
        "Documents", "KubeAPI", "Units", arguments,
      ],
      swiftSettings: checked),
    .executableTarget(
      name: "wavetank-bench",
      dependencies: [
        "Experiments", "SchedulerLab", "Scheduler", "Scenarios", "ClusterSim", "Workloads",
        "Machines", "Network", "EventKernel", "Randomness", "Results", "Documents", "KubeAPI",
        "Units", arguments,
      ],
      exclude: ["simpy"], swiftSettings: checked),
    tests("UnitsTests", ["Units"]),
    tests("DocumentsTests", ["Documents"]),
    tests("RandomnessTests", ["Randomness", "CGSL", "Units"]),
    tests("StatisticsTests", ["Statistics", "Randomness", "Units", histogram]),
    tests("EventKernelTests", ["EventKernel", "Randomness", "Units"]),
    tests("KubeAPITests", ["KubeAPI", "Documents", "Units"]),
    tests("ControllerRuntimeTests", ["ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    tests(
      "ControllersTests",
      ["Controllers", "KubeStore", "ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    tests(
      "KubeStoreTests", ["KubeStore", "ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    tests(
      "SchedulerTests",
      [
        "Scheduler", "SchedulerLab", "KubeStore", "ControllerRuntime", "KubeAPI", "Documents",
        "Randomness", "Units",
      ]),
    tests(
      "ExtenderClientTests", ["ExtenderClient", "Scheduler", "KubeAPI", "Documents", "Units"]),
    tests(
      "SchedulerLabTests",
      ["SchedulerLab", "Scheduler", "Results", "KubeAPI", "Documents", "Randomness", "Units"]),
    tests(
      "NodeAgentsTests",
      ["NodeAgents", "KubeStore", "ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    tests(
      "WorkloadsTests",
      [
        "Workloads", "Machines", "Network", "EventKernel", "Statistics", "Randomness", "Units",
        "KubeAPI", "ControllerRuntime",
      ]),
    tests(
      "MachinesTests", ["Machines", "ControllerRuntime", "KubeAPI", "Randomness", "Units"]),
    tests(
      "CloudTests",
      ["Cloud", "Machines", "ControllerRuntime", "KubeAPI", "Documents", "Randomness", "Units"]),
    tests("ExperimentsTests", ["Experiments", "Scenarios", "ClusterSim", "Results", "Units"]),
    tests("PrintingTests", ["Printing", "KubeAPI", "Units"]),
    tests("ScenariosTests", ["Scenarios", "ClusterSim", "Documents", "KubeAPI", "Randomness", "Units"]),
    tests("ResultsTests", ["Results", "Units"]),
    tests("ReportsTests", ["Reports", "Results", "Units"]),
    tests(
      "ClusterSimTests",
      [
        "ClusterSim", "Scenarios", "Experiments", "Results", "Scheduler", "KubeStore",
        "ControllerRuntime", "KubeAPI", "Documents", "Randomness", "Units",
      ]),
    tests(
      "VerificationTests",
      [
        "Verification", "SchedulerLab", "Results", "Scenarios", "ClusterSim", "Randomness", "Units",
      ]),
    tests("SwarmTests", ["Swarm", "Scenarios", "ClusterSim", "Units"]),
    tests("TidyTests", []),
  ]
)

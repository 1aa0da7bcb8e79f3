// swift-tools-version: 6.2
// Coverage-guided fuzzing of everything that reads a person's input: `make fuzz`.
// A package of its own, so that no ordinary build or test sees it.
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "wavetank", path: "../..")],
  targets: [
    .executableTarget(
      name: "wavetank-fuzz", dependencies: [.product(name: "Readers", package: "wavetank")])
  ]
)

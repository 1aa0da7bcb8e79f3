import Documents

/// The machine types that providers' price lists have.
enum MachineTypes {
  private static let families: [(provider: String, family: String, sizes: [String])] = [
    ("gcp", "e2-", ["micro", "small", "medium"]),
    ("gcp", "e2-standard-", ["2", "4", "8", "16", "32"]),
    ("gcp", "e2-highmem-", ["2", "4", "8", "16"]),
    ("gcp", "e2-highcpu-", ["2", "4", "8", "16", "32"]),
    ("gcp", "n1-standard-", ["1", "2", "4", "8", "16", "32", "64", "96"]),
    ("gcp", "n2-standard-", ["2", "4", "8", "16", "32", "48", "64", "80"]),
    ("aws", "m5.", ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"]),
    ("aws", "c5.", ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge"]),
    ("aws", "r5.", ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge"]),
    ("aws", "t3.", ["medium"]),
  ]

  /// The names of `provider`'s types.
  static func names(of provider: String) -> [String] {
    families.filter { $0.provider == provider }.flatMap { family in
      family.sizes.map { family.family + $0 }
    }
  }

  /// Refuses a type that `provider` does not have.
  static func check(_ type: String, provider: String) throws(ValueProblem) {
    let known = names(of: provider)
    guard !known.contains(type) else { return }
    let near = Suggestion.nearest(to: type, among: known)
    throw ValueProblem(
      "is \(quoted(type)), which is no machine type of \(provider)",
      hint: near.map { "did you mean \($0)?" }
        ?? "write a type such as \(known[2]), or cpu: and memory:")
  }
}

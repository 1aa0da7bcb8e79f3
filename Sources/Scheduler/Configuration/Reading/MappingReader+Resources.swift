import Documents
import KubeAPI

/// The arguments of the plugins that score by resources.
///
/// Source: `pkg/scheduler/apis/config/v1/defaults.go` and
/// `pkg/scheduler/apis/config/validation/validation_pluginargs.go`, v1.34.
extension MappingReader {
  /// NodeResourcesBalancedAllocationArgs.
  func balancedAllocationArguments() -> BalancedAllocationArguments {
    var arguments = BalancedAllocationArguments()
    var seen: Set<String> = []
    let resources = list("resources") { item -> WeightedResource? in
      guard let resource = item.weightedResource(1...1) else { return nil }
      if !seen.insert(resource.name).inserted {
        item.fail("name", "is \(quoted(resource.name)) a second time", hint: "keep one of them")
      }
      return resource
    } ?? []
    if !resources.isEmpty { arguments.resources = resources }
    return arguments
  }

  /// NodeResourcesFitArgs.
  func resourcesFitArguments() -> NodeResourcesFitArguments {
    var arguments = NodeResourcesFitArguments()
    arguments.ignoredResources = list("ignoredResources", of: .qualifiedName) ?? []
    arguments.ignoredResourceGroups = list("ignoredResourceGroups", of: .resourceGroup) ?? []
    object("scoringStrategy") { $0.readStrategy(into: &arguments) }
    return arguments
  }

  private func readStrategy(into arguments: inout NodeResourcesFitArguments) {
    let ratio = "RequestedToCapacityRatio"
    let sort = required("type", .choice(["LeastAllocated", "MostAllocated", ratio]))
    let resources = list("resources") { $0.weightedResource(1...100) } ?? []
    if !resources.isEmpty { arguments.resources = resources }
    let shape = object("requestedToCapacityRatio") { $0.shape() }
    switch sort {
    case "MostAllocated": arguments.strategy = .mostAllocated
    case ratio: arguments.strategy = .requestedToCapacityRatio(shape ?? [])
    default: arguments.strategy = .leastAllocated
    }
    if let sort, sort != ratio, has("requestedToCapacityRatio") {
      fail(
        "requestedToCapacityRatio", "stands beside type: \(sort)",
        hint: "it goes with type: \(ratio) only")
    } else if sort == ratio, !has("requestedToCapacityRatio") {
      fail(
        "has no requestedToCapacityRatio", hint: "add it, with a shape", code: .missingField)
    }
  }

  /// A resource; a weight that is left out, or 0, is 1.
  private func weightedResource(_ weights: ClosedRange<Int64>) -> WeightedResource? {
    let name = required("name", .someText)
    let weight = optional("weight", .integer(in: Int64.min...Int64.max)) ?? 0
    if weight != 0, !weights.contains(weight) {
      fail(
        "weight", "is \(weight)",
        hint: weights.count == 1 ? "write 1" : "write a whole number from 1 to 100")
    }
    return name.map { WeightedResource($0, weight: weight == 0 ? 1 : weight) }
  }

  /// A curve from use to points; what is left out of a point is 0.
  private func shape() -> [ScoringStrategy.ShapePoint] {
    var last: Int64 = -1
    let points = list("shape") { point -> ScoringStrategy.ShapePoint? in
      let use = point.optional("utilization", .integer(in: Int64(0)...100))
      let score = point.optional("score", .integer(in: Int64(0)...10)) ?? 0
      let isWrong = point.has("utilization") && use == nil
      if !isWrong, (use ?? 0) <= last {
        point.fail(
          "utilization", "is \(use ?? 0), which is not above the point before",
          hint: "write the points in rising order")
      }
      if !isWrong { last = use ?? 0 }
      return .init(utilization: use ?? 0, score: score)
    } ?? []
    if points.isEmpty {
      fail("has no shape", hint: "add one point at least", code: .missingField)
    }
    return points
  }
}

extension ScalarFormat where Value == String {
  /// The domain of extended resources.
  fileprivate static var resourceGroup: ScalarFormat {
    ScalarFormat<String>.qualifiedName.checked { text throws(ValueProblem) in
      guard text.contains("/") else { return }
      throw ValueProblem(
        "is \(quoted(text))", hint: "write a group without \"/\", such as example.com")
    }
  }
}

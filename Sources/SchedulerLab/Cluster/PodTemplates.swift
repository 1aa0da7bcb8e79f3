import KubeAPI

/// What many pods have in common, each kept once: all that they say beside name, labels, node and
/// start; and sets of labels.
final class PodTemplates {
  private(set) var pods: [Pod] = []
  private(set) var labels: [StringMap] = []
  private var numbers: [Pod: Int32] = [:]
  private var labelNumbers: [StringMap: Int32] = [:]

  /// The number of the template that `pod` is made from.
  func number(of pod: Pod) -> Int32 {
    var template = pod
    template.metadata.name = ""
    template.metadata.labels = [:]
    template.spec.nodeName = ""
    template.status.startTime = nil
    if let known = numbers[template] { return known }
    let number = Int32(pods.count)
    numbers[template] = number
    pods.append(template)
    return number
  }

  /// The number of a set of labels.
  func number(of set: StringMap) -> Int32 {
    if let known = labelNumbers[set] { return known }
    let number = Int32(labels.count)
    labelNumbers[set] = number
    labels.append(set)
    return number
  }
}

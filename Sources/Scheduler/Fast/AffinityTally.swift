import KubeAPI

/// Which pods are near which places, as far as one kind minds them or they mind it, kept up with
/// the cluster.
///
/// Says the same as `InterPodAffinity` does by looking at all pods each time.
final class AffinityTally {
  /// What its counts hang on beside pods and nodes.
  struct Basis: Equatable {
    let namespaceLabels: StringMap
    let required: [PodTerm]
    let requiredAnti: [PodTerm]
    let preferred: [WeightedPodTerm]
    let preferredAnti: [WeightedPodTerm]

    init(_ pod: PodInfo, _ directory: any ClusterDirectory) {
      let terms = pod.terms
      namespaceLabels = directory.namespaceLabels(pod.namespace) ?? [:]
      required = terms.required.map { $0.resolved(by: directory) }
      requiredAnti = terms.requiredAnti.map { $0.resolved(by: directory) }
      preferred = terms.preferred.map { $0.resolved(by: directory) }
      preferredAnti = terms.preferredAnti.map { $0.resolved(by: directory) }
    }
  }

  /// Counts by node label, in the order in which labels were met.
  struct ByKey {
    private(set) var entries: [(key: String, counts: PlaceCounts)] = []

    /// The counts of one label; nil where nothing was ever found.
    func counts(_ key: String) -> PlaceCounts? { entries.first { $0.key == key }?.counts }

    /// Whether nothing is found anywhere.
    var isEmpty: Bool { entries.allSatisfy { $0.counts.found == 0 } }

    mutating func made(_ key: String, _ cache: SchedulerCache) -> PlaceCounts {
      if let known = counts(key) { return known }
      let topology = cache.topology.column(key, cache)
      let made = PlaceCounts(
        topology.places, placeCount: topology.placeCount, isEverywhere: topology.isEverywhere)
      entries.append((key, made))
      return made
    }

    var bytes: Int { entries.reduce(0) { $0 + $1.counts.counts.bytes } }
  }

  let basis: Basis
  /// Pods that the kind must be near; that it must not be near; and terms that keep it away.
  private(set) var wanted = ByKey()
  private(set) var unwanted = ByKey()
  private(set) var unwelcome = ByKey()
  /// Points.
  private(set) var points = ByKey()
  /// Whether the kind is one that all of its own required terms mean.
  let wantsItself: Bool
  private let kind: PodKind
  let filters: Bool
  private let scorer: InterPodAffinity?

  init(_ pod: PodInfo, _ basis: Basis, filters: Bool, scorer: InterPodAffinity?) {
    kind = pod.kind
    self.basis = basis
    self.filters = filters
    let hasPreferred = !basis.preferred.isEmpty || !basis.preferredAnti.isEmpty
    let isSilent =
      scorer?.arguments.ignorePreferredTermsOfExistingPods == true && !hasPreferred
    self.scorer = isSilent ? nil : scorer
    wantsItself = Self.isWanted(pod.kind, basis.required)
  }

  var bytes: Int { wanted.bytes + unwanted.bytes + unwelcome.bytes + points.bytes }

  /// Whether pods without terms matter to the kind.
  var mindsAllPods: Bool { !kind.terms.isEmpty }

  private static func isWanted(_ other: PodKind, _ required: [PodTerm]) -> Bool {
    !required.isEmpty && required.allSatisfy { $0.matches(other, namespaceLabels: [:]) }
  }

  /// Adds to `effect` where a pod of kind `other` counts.
  func add(to effect: inout PlaceEffect, of other: PodKind, _ cache: SchedulerCache) {
    if filters {
      for term in other.terms.requiredAnti where isMeant(by: term) {
        effect.add(1, to: unwelcome.made(term.topologyKey, cache))
      }
      if Self.isWanted(other, basis.required) {
        for term in basis.required {
          effect.add(1, to: wanted.made(term.topologyKey, cache))
        }
      }
      for term in basis.requiredAnti where term.matches(other, namespaceLabels: [:]) {
        effect.add(1, to: unwanted.made(term.topologyKey, cache))
      }
    }
    if let scorer { addPoints(to: &effect, of: other, scorer.arguments, cache) }
  }

  private func addPoints(
    to effect: inout PlaceEffect, of other: PodKind, _ arguments: InterPodAffinityArguments,
    _ cache: SchedulerCache
  ) {
    func add(_ amount: Int64, _ term: PodTerm) {
      effect.add(amount, to: points.made(term.topologyKey, cache))
    }
    for entry in basis.preferred where entry.term.matches(other, namespaceLabels: [:]) {
      add(entry.weight, entry.term)
    }
    for entry in basis.preferredAnti where entry.term.matches(other, namespaceLabels: [:]) {
      add(-entry.weight, entry.term)
    }
    if arguments.hardPodAffinityWeight > 0 {
      for term in other.terms.required where isMeant(by: term) {
        add(arguments.hardPodAffinityWeight, term)
      }
    }
    for entry in other.terms.preferred where isMeant(by: entry.term) {
      add(entry.weight, entry.term)
    }
    for entry in other.terms.preferredAnti where isMeant(by: entry.term) {
      add(-entry.weight, entry.term)
    }
  }

  private func isMeant(by term: PodTerm) -> Bool {
    term.matches(kind, namespaceLabels: basis.namespaceLabels)
  }
}

extension WeightedPodTerm {
  /// The same with its namespace selector turned into names.
  func resolved(by directory: any ClusterDirectory) -> WeightedPodTerm {
    WeightedPodTerm(weight: weight, term: term.resolved(by: directory))
  }
}

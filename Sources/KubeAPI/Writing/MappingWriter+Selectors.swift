import Documents

extension MappingWriter {
  /// A label selector.
  mutating func write(_ selector: LabelSelector) {
    map("matchLabels", selector.matchLabels)
    list("matchExpressions", selector.matchExpressions.map(Self.node))
  }

  /// Rules about nodes and other pods.
  mutating func write(_ affinity: Affinity) {
    write("podAffinity", affinity.podAffinity)
    write("podAntiAffinity", affinity.podAntiAffinity)
    object("nodeAffinity") { writer in
      if let terms = affinity.requiredNodeTerms {
        writer.object("requiredDuringSchedulingIgnoredDuringExecution") {
          $0.list("nodeSelectorTerms", terms.map(Self.node))
        }
      }
      writer.list(
        "preferredDuringSchedulingIgnoredDuringExecution",
        affinity.preferredNodeTerms.map { preferred in
          .object { writer in
            writer.literal("weight", preferred.weight)
            writer.put("preference", Self.node(preferred.term))
          }
        })
    }
  }

  private mutating func write(_ key: String, _ affinity: PodAffinity) {
    guard !affinity.isEmpty else { return }
    object(key) { writer in
      writer.list(
        "requiredDuringSchedulingIgnoredDuringExecution", affinity.required.map(Self.node))
      writer.list(
        "preferredDuringSchedulingIgnoredDuringExecution",
        affinity.preferred.map { preferred in
          .object { writer in
            writer.literal("weight", preferred.weight)
            writer.put("podAffinityTerm", Self.node(preferred.term))
          }
        })
    }
  }

  private static func node(_ term: PodAffinityTerm) -> DocumentNode {
    .object { writer in
      writer.text("topologyKey", term.topologyKey)
      writer.write("labelSelector", term.labelSelector)
      writer.texts("namespaces", term.namespaces)
      writer.write("namespaceSelector", term.namespaceSelector)
      writer.texts("matchLabelKeys", term.matchLabelKeys)
      writer.texts("mismatchLabelKeys", term.mismatchLabelKeys)
    }
  }

  private mutating func write(_ key: String, _ selector: LabelSelector?) {
    guard let selector else { return }
    object(key) { $0.write(selector) }
  }

  /// A constraint on the spread of pods.
  static func node(_ constraint: TopologySpreadConstraint) -> DocumentNode {
    .object { writer in
      writer.literal("maxSkew", constraint.maxSkew)
      writer.text("topologyKey", constraint.topologyKey)
      writer.text("whenUnsatisfiable", constraint.whenUnsatisfiable.rawValue)
      writer.write("labelSelector", constraint.labelSelector)
      writer.literal("minDomains", constraint.minDomains)
      writer.text("nodeAffinityPolicy", constraint.nodeAffinityPolicy.rawValue)
      writer.text("nodeTaintsPolicy", constraint.nodeTaintsPolicy.rawValue)
      writer.texts("matchLabelKeys", constraint.matchLabelKeys)
    }
  }

  private static func node(_ term: NodeSelectorTerm) -> DocumentNode {
    .object { writer in
      writer.list("matchExpressions", term.matchExpressions.map(node))
      writer.list("matchFields", term.matchFields.map(node))
    }
  }

  private static func node(_ requirement: SelectorRequirement) -> DocumentNode {
    .object { writer in
      writer.text("key", requirement.key)
      writer.text("operator", requirement.comparison.rawValue)
      writer.texts("values", requirement.values)
    }
  }
}

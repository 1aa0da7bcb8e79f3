import Documents

extension MappingWriter {
  /// A label selector.
  mutating func write(_ selector: LabelSelector) {
    map("matchLabels", selector.matchLabels)
    list("matchExpressions", selector.matchExpressions.map(Self.node))
  }

  /// Rules about nodes.
  mutating func write(_ affinity: Affinity) {
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

import KubeAPI

/// Tells pod templates apart.
package enum TemplateHash {
  /// The label that tells the replica sets of one deployment apart.
  package static let label = "pod-template-hash"

  /// Whether two templates are the same but for the hash label.
  ///
  /// Source: `pkg/controller/deployment/util/deployment_util.go` (EqualIgnoreHash), v1.36.
  static func areEqual(_ a: PodTemplate, _ b: PodTemplate) -> Bool {
    func bare(_ template: PodTemplate) -> PodTemplate {
      var template = template
      template.metadata.labels[label] = nil
      return template
    }
    return bare(a) == bare(b)
  }

  /// Up to ten letters and digits that stand for `template`.
  ///
  /// Formed as in the real thing (FNV-1a of 32 bits, in letters without vowels), but over this
  /// program's own printing of the template, so that the text differs from a real cluster's: nobody
  /// can rely on it there either, as it changes with the version of Kubernetes.
  /// Source: `pkg/controller/controller_utils.go` (ComputeHash),
  /// `apimachinery/pkg/util/rand/rand.go` (SafeEncodeString), v1.36.
  /// - Parameter collisionCount: how often the hash was another template's already.
  package static func of(_ template: PodTemplate, collisionCount: Int) -> String {
    var hash: UInt32 = 2_166_136_261
    let text = String(reflecting: template) + (collisionCount > 0 ? "\(collisionCount)" : "")
    for byte in text.utf8 {
      hash ^= UInt32(byte)
      hash = hash &* 16_777_619
    }
    let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
    let letters = "\(hash)".utf8.map { alphabet[Int($0) % alphabet.count] }
    return String(decoding: letters, as: UTF8.self)
  }
}

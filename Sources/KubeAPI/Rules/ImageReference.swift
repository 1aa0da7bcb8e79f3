/// An image's name taken apart: `registry.example/app:1.2@sha256:…`.
public struct ImageReference: Hashable, Sendable {
  /// Registry and repository.
  public let repository: String
  /// The tag; `latest` when the name has neither a tag nor a digest, empty when only a digest.
  public let tag: String
  /// The digest with its algorithm; empty for none.
  public let digest: String

  /// The parts of `name`.
  ///
  /// Source: `pkg/util/parsers/parsers.go` (ParseImageName), v1.36.
  public init(_ name: String) {
    let halves = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    digest = halves.count > 1 ? String(halves[1]) : ""
    let named = halves.first ?? ""
    let nameStart = named.lastIndex(of: "/") ?? named.startIndex
    if let colon = named[nameStart...].lastIndex(of: ":") {
      repository = String(named[..<colon])
      tag = String(named[named.index(after: colon)...])
    } else {
      repository = String(named)
      tag = digest.isEmpty ? "latest" : ""
    }
  }

  /// When the registry is asked for the image if the container does not say.
  ///
  /// Source: `pkg/apis/core/v1/defaults.go` (SetDefaults_Container), v1.36.
  public var defaultPullPolicy: Container.PullPolicy { tag == "latest" ? .always : .ifNotPresent }
}

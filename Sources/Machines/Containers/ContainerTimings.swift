public import Randomness
public import Units

/// How long a machine's container runtime takes for what it does, in seconds.
public struct ContainerTimings: Hashable, Sendable {
  /// Making a pod's sandbox: namespaces, address, network. Assumed.
  public var sandbox = Distribution.lognormal(mean: .milliseconds(500), cv: 0.3)
  /// Taking a sandbox down. Assumed.
  public var sandboxRemoval = Distribution.lognormal(mean: .milliseconds(300), cv: 0.3)
  /// Creating and starting one container whose image is there. Assumed.
  public var start = Distribution.lognormal(mean: .milliseconds(300), cv: 0.3)
  /// One exchange with the registry before a fetch, or instead of one when the image is there
  /// (resolving the tag, the manifest). Assumed.
  public var registryRoundTrip = Distribution.lognormal(mean: .milliseconds(400), cv: 0.3)
  /// What a node unpacks of an image in a second. Assumed: 100 MiB.
  public var unpackPerSecond = Bytes.mebibytes(100)

  /// Every time at its default.
  public init() {}
}

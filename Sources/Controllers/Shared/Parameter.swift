/// A number that a model rests on, with how far it can be trusted.
public struct Parameter<Value: Hashable & Sendable>: Hashable, Sendable {
  /// How far a number can be trusted.
  public typealias Basis = ParameterBasis

  /// The number in force.
  public var value: Value
  /// Where its default comes from.
  public let basis: Basis
  /// What says so: a file, a flag, a trace.
  public let source: String

  /// A default taken from `source`.
  public init(_ value: Value, _ basis: Basis, _ source: String) {
    self.value = value
    self.basis = basis
    self.source = source
  }
}

/// How far a parameter's default can be trusted.
public enum ParameterBasis: String, Hashable, Sendable {
  /// Found by measuring; the source names the measurement.
  case measured
  /// Said by the real thing's sources or manual.
  case documented
  /// A guess.
  case assumed
}

/// One line of a list of parameters.
public struct ParameterRow: Hashable, Sendable {
  /// The parameter's name in code and scenarios.
  public var name: String
  /// Its value, printed.
  public var value: String
  /// Where its default comes from.
  public var basis: ParameterBasis
  /// What says so.
  public var source: String
}

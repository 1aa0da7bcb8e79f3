import Results

/// One figure of the simulation beside the truth: how near it comes, and how near it must.
public struct Agreement: Sendable, Equatable {
  /// How near a figure must come.
  public enum Bound: Sendable, Equatable {
    /// This or more, as for a share of decisions that agree.
    case floor(Double)
    /// This or less, as for a deviation.
    case target(Double)
  }

  /// The name by which scripts find the row; unique among all suites.
  public let name: String
  /// The figure.
  public let value: Double
  /// The figure's unit, such as `share` or `half-widths`.
  public let unit: String
  /// How near it must come.
  public let bound: Bound
  /// The truth, what was observed and how sure that is, in one line.
  public let detail: String

  /// A figure and its bound. A value that is no number never holds.
  public init(name: String, value: Double, unit: String, bound: Bound, detail: String) {
    self.name = name
    self.value = value
    self.unit = unit
    self.bound = bound
    self.detail = detail
  }

  /// Whether the figure comes near enough.
  public var holds: Bool {
    switch bound {
    case .floor(let least): value >= least
    case .target(let most): value <= most
    }
  }

  /// `{name, value, unit, floor or target, holds}`.
  public var json: JSONValue {
    let limit: (String, JSONValue) =
      switch bound {
      case .floor(let least): ("floor", .double(least))
      case .target(let most): ("target", .double(most))
      }
    return .object([
      ("name", .string(name)), ("value", .double(value)), ("unit", .string(unit)), limit,
      ("holds", .bool(holds)),
    ])
  }
}

extension Agreement {
  /// The share of `total` that agrees; at least `floor` of them must. No sample is no agreement.
  static func share(
    _ name: String, _ agreeing: Int, of total: Int, unit: String, floor: Double, detail: String
  ) -> Agreement {
    Agreement(
      name: name, value: total == 0 ? 0 : Double(agreeing) / Double(total), unit: unit,
      bound: .floor(floor), detail: detail)
  }
}

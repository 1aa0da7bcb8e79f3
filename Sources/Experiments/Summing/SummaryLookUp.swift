import Results

extension JSONValue {
  /// The figure at a path of `summary.json`, member by member; a member of a list is found by its
  /// `name`. Nil when there is no figure.
  func figure(at path: [String]) -> Double? {
    var value = self
    for member in path {
      switch value {
      case .object(let members):
        guard let found = members.first(where: { $0.0 == member }) else { return nil }
        value = found.1
      case .array(let items):
        guard let found = items.first(where: { $0.value(at: "/name") == .string(member) }) else {
          return nil
        }
        value = found
      default: return nil
      }
    }
    switch value {
    case .int(let number): return Double(number)
    case .double(let number): return number
    case .unsigned(let number): return Double(number)
    case .decimal(let number, let digits):
      return (0..<digits).reduce(Double(number)) { value, _ in value / 10 }
    default: return nil
    }
  }
}

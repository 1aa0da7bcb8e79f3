internal import CGSL

/// The GNU Scientific Library, made safe for a process that must not abort.
///
/// GSL's default error handler ends the process. Whoever calls into GSL calls `prepare()` first,
/// which turns that handler off once, and checks what comes back.
public enum GSL {
  /// Turns GSL's aborting error handler off; cheap when called again.
  @inline(__always)
  public static func prepare() { _ = handlerIsOff }

  private static let handlerIsOff: Bool = {
    gsl_set_error_handler_off()
    return true
  }()

  /// Passes when `status` is GSL's success.
  ///
  /// - Throws: `GSLError` with GSL's own words for the status.
  public static func check(_ status: Int32, in function: StaticString) throws(GSLError) {
    guard status != 0 else { return }
    throw GSLError(function: "\(function)", reason: String(cString: gsl_strerror(status)))
  }

  /// The `value` that a GSL function without a status gave, if it is a number.
  ///
  /// - Throws: `GSLError` for NaN, which such functions return for a wrong argument.
  public static func check(_ value: Double, in function: StaticString) throws(GSLError) -> Double {
    guard value.isNaN else { return value }
    throw GSLError(function: "\(function)", reason: "the result is not a number")
  }
}

/// A GSL function that could not do its work, nearly always for an argument outside its domain.
public struct GSLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The function's C name.
  public let function: String
  /// Why, in GSL's words.
  public let reason: String

  /// The failure of `function` for `reason`.
  public init(function: String, reason: String) {
    self.function = function
    self.reason = reason
  }

  /// One line for a person.
  public var description: String { "\(function): \(reason)" }
}

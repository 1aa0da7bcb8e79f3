/// A part of a control plane that can say whether it has come to rest: a queue, a cache, a node's
/// rules.
///
/// A part that is made with a clock which is a `PartRegistry` makes itself known to it, so that
/// whoever looks after the clock can look at all parts, those of controllers to come included.
public protocol SettlingPart: AnyObject {
  /// What is left to do, or not as it should be, as a sentence; nil when all is at rest.
  ///
  /// - Complexity: O(*n*) in what the part holds.
  var unsettled: String? { get }
}

/// A part that can be made to lose what it is given, so that checks can be put to the test.
public protocol ForgetfulPart: SettlingPart {
  /// Asked at each key: whether it is lost. Nil: none is.
  var forgets: (() -> Bool)? { get set }
}

/// Keeps a list of the parts that live on a clock.
public protocol PartRegistry: AnyObject {
  /// `part` is there from now on; it is not kept alive.
  func register(_ part: any SettlingPart)
}

/// Which ways of a run are cut: what its machines, its control plane and the world outside can
/// reach of each other.
///
/// Plain book-keeping. `ClusterRun+Links` brings what it says into the request world, the node
/// agents and their calls.
struct LinkBoard {
  /// A place that links lead to.
  enum Place: Hashable {
    case machine(String, zone: String)
    case controlPlane
    case outside
  }

  /// One end of a cut, made out.
  enum End: Hashable {
    case machine(String)
    case zone(String)
    case controlPlane
    case outside
    case everything

    /// Whether `place` belongs to it.
    func holds(_ place: Place) -> Bool {
      switch (self, place) {
      case (.everything, _), (.controlPlane, .controlPlane), (.outside, .outside): true
      case (.machine(let name), .machine(let other, _)): name == other
      case (.zone(let name), .machine(_, let zone)): name == zone
      default: false
      }
    }
  }

  private struct Cut {
    let number: Int
    let a: End
    let b: End

    /// Whether it lies between the two places; what both ends name is on one side.
    func severs(_ p: Place, _ q: Place) -> Bool {
      let isInside = b == .everything && a.holds(p) && a.holds(q)
        || a == .everything && b.holds(p) && b.holds(q)
      return !isInside && (a.holds(p) && b.holds(q) || a.holds(q) && b.holds(p))
    }
  }

  private var cuts: [Cut] = []
  private var issued = 0
  /// Machines that do not reach the control plane, as of the last look.
  var withoutControlPlane: Set<String> = []

  /// Whether nothing is cut.
  var isWhole: Bool { cuts.isEmpty }

  /// Cuts the way between two ends; returns the number by which it is mended.
  mutating func cut(_ a: End, _ b: End) -> Int {
    issued += 1
    cuts.append(Cut(number: issued, a: a, b: b))
    return issued
  }

  /// Mends the cut of this number; false when it is mended already.
  mutating func mend(_ number: Int) -> Bool {
    let before = cuts.count
    cuts.removeAll { $0.number == number }
    return cuts.count < before
  }

  /// Mends every cut between these two ends, or all when there are none; returns how many.
  mutating func mend(between ends: (a: End, b: End)?) -> Int {
    let before = cuts.count
    cuts.removeAll { cut in
      guard let ends else { return true }
      return cut.a == ends.a && cut.b == ends.b || cut.a == ends.b && cut.b == ends.a
    }
    return before - cuts.count
  }

  /// Whether nothing passes between two places; within one place everything does.
  func severs(_ p: Place, _ q: Place) -> Bool {
    p != q && cuts.contains { $0.severs(p, q) }
  }
}

/// What a thread on a CPU belongs to, packed into the word that the CPU model hands back.
///
/// Kind in the top 8 bits, then 24 bits of the generation, then the index.
enum ProcessorToken {
  enum Kind: UInt8 {
    /// A slice of a call's work in its pod.
    case call
    /// A backend process of the database.
    case session
    /// A worker that boots or closes a connection.
    case worker
    /// The main process of a pod, booting.
    case main
  }

  @inline(__always)
  static func pack(_ kind: Kind, _ index: UInt32, _ generation: UInt32) -> UInt64 {
    UInt64(kind.rawValue) &<< 56 | UInt64(generation & 0xff_ffff) &<< 32 | UInt64(index)
  }

  @inline(__always)
  static func call(_ index: UInt32, generation: UInt32) -> UInt64 {
    pack(.call, index, generation)
  }

  @inline(__always)
  static func kind(_ token: UInt64) -> Kind {
    switch token &>> 56 {
    case 0: .call
    case 1: .session
    case 2: .worker
    default: .main
    }
  }

  @inline(__always)
  static func index(_ token: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: token) }

  @inline(__always)
  static func matches(_ token: UInt64, generation: UInt32) -> Bool {
    UInt32(truncatingIfNeeded: token &>> 32) & 0xff_ffff == generation & 0xff_ffff
  }
}

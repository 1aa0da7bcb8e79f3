package import CGSL

extension RandomStream {
  /// Lets GSL's own samplers draw from this stream.
  ///
  /// The generator must not leave `body`. GSL's samplers use the C library's logarithms inside, so
  /// their last bits may differ between machines; whole numbers drawn through them do so only where
  /// a comparison falls within those bits.
  package mutating func withGSLGenerator<Result>(
    _ body: (UnsafePointer<gsl_rng>) -> Result
  ) -> Result {
    GSL.prepare()
    return withUnsafeMutablePointer(to: &self) { stream in
      var type = RandomStream.gslType
      return withUnsafePointer(to: &type) { type in
        var generator = gsl_rng(type: type, state: UnsafeMutableRawPointer(stream))
        return withUnsafePointer(to: &generator) { body($0) }
      }
    }
  }

  /// A GSL generator whose state is a stream; reseeding it does nothing.
  private static var gslType: gsl_rng_type {
    gsl_rng_type(
      name: nil, max: .max, min: 0, size: MemoryLayout<RandomStream>.size,
      set: { _, _ in },
      get: { state in
        guard let state else { return 0 }
        return UInt(state.assumingMemoryBound(to: RandomStream.self).pointee.next())
      },
      get_double: { state in
        guard let state else { return 0.5 }
        return state.assumingMemoryBound(to: RandomStream.self).pointee.nextDouble()
      })
  }

  /// How many happenings there are when `mean` are expected; a Poisson draw, through GSL.
  ///
  /// - Throws: `DistributionError` unless `mean` is 0 or more and below 1e9.
  public mutating func poisson(mean: Double) throws(DistributionError) -> UInt64 {
    guard mean >= 0, mean < 1e9 else {
      throw DistributionError(parameter: "mean", value: mean, expected: "0 or more, below 1e9")
    }
    return withGSLGenerator { UInt64(gsl_ran_poisson($0, mean)) }
  }

  /// How many of `trials` succeed when each does with probability `p`; through GSL.
  ///
  /// - Throws: `DistributionError` unless `p` lies from 0 to 1.
  public mutating func binomial(trials: UInt32, p: Double) throws(DistributionError) -> UInt64 {
    guard p >= 0, p <= 1 else {
      throw DistributionError(parameter: "p", value: p, expected: "from 0 to 1")
    }
    return withGSLGenerator { UInt64(gsl_ran_binomial($0, p, trials)) }
  }
}

public import Units

extension Distribution {
  /// One draw.
  ///
  /// Exponential and deterministic draws are inlined at the caller; the others cost a call.
  @inlinable @inline(__always)
  public func sample(_ stream: inout RandomStream) -> Double {
    switch kind {
    case .exponential: stream.exponential() * a
    case .deterministic: a
    default: sampleOther(&stream)
    }
  }

  @inlinable @inline(never)
  func sampleOther(_ stream: inout RandomStream) -> Double {
    switch kind {
    case .deterministic: a
    case .exponential: stream.exponential() * a
    case .lognormal: stream.lognormal(mu: a, sigma: b)
    case .gamma: stream.gamma(shape: a) * b
    case .uniform: stream.uniform(from: a, to: b)
    case .hyperexponential: stream.hyperexponential(p: a, first: b, second: c)
    case .pareto: stream.pareto(minimum: a, shape: b)
    }
  }

  /// One draw as a span, counting in seconds, to the nearest nanosecond; zero or more.
  @inlinable @inline(__always)
  public func sampleSpan(_ stream: inout RandomStream) -> TimeSpan {
    RandomStream.span(nanoseconds: sample(&stream) * 1e9)
  }
}

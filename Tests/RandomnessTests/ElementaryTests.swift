import Foundation
import Randomness
import Testing

/// The C library's results are within one unit in the last place; ours may be one more away.
struct ElementaryTests {
  func units(_ value: Double, from truth: Double) -> Double {
    abs(value - truth) / max(truth.ulp, .leastNormalMagnitude)
  }

  @Test(arguments: [(-745.0, 709.7), (-2, 2), (-1e-6, 1e-6)])
  func `exp is within two units of the C library's`(range: (Double, Double)) {
    var stream = Streams(seed: 1).stream("exp")
    for _ in 0..<50_000 {
      let x = stream.uniform(from: range.0, to: range.1)
      #expect(units(Elementary.exp(x), from: Foundation.exp(x)) < 2, "at \(x)")
    }
  }

  @Test(arguments: [(-740.0, 709.0), (-2, 2), (-1e-6, 1e-6)])
  func `log is within two units of the C library's`(exponents: (Double, Double)) {
    var stream = Streams(seed: 1).stream("log")
    for _ in 0..<50_000 {
      let x = Foundation.exp(stream.uniform(from: exponents.0, to: exponents.1))
      #expect(units(Elementary.log(x), from: Foundation.log(x)) < 2, "at \(x)")
    }
  }

  @Test func `log1p is within four units of the C library's`() {
    var stream = Streams(seed: 1).stream("log1p")
    for _ in 0..<50_000 {
      let x = Foundation.exp(stream.uniform(from: -60, to: 30))
      #expect(units(Elementary.log1p(x), from: Foundation.log1p(x)) < 4, "at \(x)")
      let y = stream.uniform(from: -0.999, to: 0)
      #expect(units(Elementary.log1p(y), from: Foundation.log1p(y)) < 4, "at \(y)")
    }
  }

  @Test func `pow keeps its stated error`() {
    var stream = Streams(seed: 1).stream("pow")
    for _ in 0..<50_000 {
      let base = Foundation.exp(stream.uniform(from: -20, to: 20))
      let exponent = stream.uniform(from: -30, to: 30)
      let truth = Foundation.pow(base, exponent)
      let allowed = 2.3e-16 * (3 + abs(exponent * Foundation.log(base)))
      #expect(abs(Elementary.pow(base, exponent) - truth) <= allowed * truth, "\(base)^\(exponent)")
    }
  }

  @Test func `the ends of the range are the IEEE ones`() {
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(.infinity) == .infinity)
    #expect(Elementary.exp(710) == .infinity)
    #expect(Elementary.exp(-746) == 0)
    #expect(Elementary.exp(.nan).isNaN)
    #expect(Elementary.log(1) == 0)
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(-1).isNaN)
    #expect(Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(.nan).isNaN)
    #expect(Elementary.log(.leastNonzeroMagnitude) == Foundation.log(.leastNonzeroMagnitude))
    #expect(Elementary.log1p(-1) == -.infinity)
    #expect(Elementary.log1p(0) == 0)
    #expect(Elementary.log1p(.infinity) == .infinity)
    #expect(Elementary.pow(0, 2) == 0)
    #expect(Elementary.pow(0, -2) == .infinity)
    #expect(Elementary.pow(7, 0) == 1)
    #expect(Elementary.pow(-2, 0.5).isNaN)
  }

  /// Bits, not closeness: debug and release, and every machine, must agree.
  @Test func `chosen values have the bits that they always had`() {
    #expect(Elementary.exp(1).bitPattern == 0x4005_bf0a_8b14_576a)
    #expect(Elementary.exp(-37.25).bitPattern == 0x3c93_278b_cd70_e981)
    #expect(Elementary.log(10).bitPattern == 0x4002_6bb1_bbb5_5516)
    #expect(Elementary.log(0.001).bitPattern == 0xc01b_a18a_998f_ffa0)
    #expect(Elementary.pow(1.5, 20.5).bitPattern == 0x40af_d12e_a818_bbfa)
  }
}

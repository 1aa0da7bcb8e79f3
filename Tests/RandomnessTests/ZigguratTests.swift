import CGSL
import Foundation
import Randomness
import Testing

struct ZigguratTests {
  static let draws = 100_000

  @Test(arguments: UInt64(1)...3)
  func `exponential draws follow GSL's distribution function`(seed: UInt64) {
    var stream = Streams(seed: seed).stream("exponential")
    let draws = (0..<ZigguratTests.draws).map { _ in stream.exponential() }
    #expect(kolmogorovDistance(of: draws) { gsl_cdf_exponential_P($0, 1) } < 2.8)
  }

  @Test(arguments: UInt64(1)...3)
  func `normal draws follow GSL's distribution function`(seed: UInt64) {
    var stream = Streams(seed: seed).stream("normal")
    let draws = (0..<ZigguratTests.draws).map { _ in stream.normal() }
    #expect(kolmogorovDistance(of: draws) { gsl_cdf_ugaussian_P($0) } < 2.8)
  }

  @Test func `normal draws and those of GSL's own ziggurat cannot be told apart`() {
    var stream = Streams(seed: 8).stream("normal")
    var other = Streams(seed: 8).stream("oracle")
    let ours = (0..<ZigguratTests.draws).map { _ in stream.normal() }
    let oracle = (0..<ZigguratTests.draws).map { _ in
      other.withGSLGenerator { gsl_ran_gaussian_ziggurat($0, 1) }
    }
    #expect(kolmogorovDistance(between: ours, and: oracle) < 2.8)
  }

  /// Distance tests barely see tails, which latencies live in; counts beyond a level do.
  @Test(arguments: [3.0, 7.6, 7.8, 9])
  func `the exponential's tail holds its share`(level: Double) {
    var stream = Streams(seed: 21).stream("tail")
    let count = 2_000_000
    var beyond = 0
    for _ in 0..<count where stream.exponential() > level { beyond += 1 }
    let expected = Double(count) * exp(-level)
    #expect(abs(Double(beyond) - expected) < 5 * expected.squareRoot() + 1)
  }

  @Test(arguments: [2.0, 3.6, 3.7, 4.2])
  func `both tails of the normal hold their shares`(level: Double) {
    var stream = Streams(seed: 22).stream("tail")
    let count = 2_000_000
    var (above, below) = (0, 0)
    for _ in 0..<count {
      let draw = stream.normal()
      if draw > level { above += 1 }
      if draw < -level { below += 1 }
    }
    let expected = Double(count) * gsl_cdf_ugaussian_Q(level)
    #expect(abs(Double(above) - expected) < 5 * expected.squareRoot() + 1)
    #expect(abs(Double(below) - expected) < 5 * expected.squareRoot() + 1)
  }

  @Test func `what lies beyond the lowest strips follows the same laws`() {
    var stream = Streams(seed: 23).stream("beyond")
    let edge = ExponentialZiggurat.tail
    let exponential = (0..<50_000).map { _ in stream.exponentialEdge(layer: 0, x: edge) }
    #expect(
      kolmogorovDistance(of: exponential) { gsl_cdf_exponential_P($0 - edge, 1) } < 2.8)
    let start = NormalZiggurat.tail
    let share = gsl_cdf_ugaussian_Q(start)
    let normal = (0..<50_000).map { _ in stream.normalTail() }
    #expect(kolmogorovDistance(of: normal) { 1 - gsl_cdf_ugaussian_Q($0) / share } < 2.8)
  }

  /// Every strip has one area: width times the step of the density, and the tail's strip likewise.
  @Test func `the tables are those of equal strips`() {
    check(
      layers: { ExponentialZiggurat.layers[$0] }, heights: { ExponentialZiggurat.heights[$0] },
      tail: ExponentialZiggurat.tail, tailArea: exp(-ExponentialZiggurat.tail)
    ) { exp(-$0) }
    let edge = NormalZiggurat.tail
    check(
      layers: { NormalZiggurat.layers[$0] }, heights: { NormalZiggurat.heights[$0] },
      tail: edge, tailArea: (Double.pi / 2).squareRoot() * erfc(edge / 2.0.squareRoot())
    ) { exp(-$0 * $0 / 2) }
  }

  private func check(
    layers: (Int) -> UInt64, heights: (Int) -> UInt64, tail: Double, tailArea: Double,
    density: (Double) -> Double
  ) {
    let area = tail * density(tail) + tailArea
    let widths = (0..<256).map { Double(bitPattern: layers(2 * $0)) * 0x1p52 } + [0]
    #expect(abs(widths[0] * density(tail) - area) < 1e-12 * area)
    #expect(widths[1] == tail)
    for layer in 1..<256 {
      let floor = Double(bitPattern: heights(layer))
      let roof = Double(bitPattern: heights(layer + 1))
      #expect(abs(floor - density(widths[layer])) < 1e-15)
      #expect(abs(widths[layer] * (roof - floor) - area) < 1e-12 * area)
    }
    for layer in 0..<256 {
      let share = Double(layers(2 * layer + 1)) * 0x1p-52
      #expect(abs(share - widths[layer + 1] / widths[layer]) < 1e-14)
    }
  }
}

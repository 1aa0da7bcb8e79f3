import Randomness
import Testing

struct PhiloxTests {
  struct KnownAnswer {
    var counter: (UInt64, UInt64)
    var key: UInt64
    var block: (UInt64, UInt64)
  }

  /// The known answers for `philox2x64 10` that the Random123 distribution publishes.
  static let answers = [
    KnownAnswer(
      counter: (0, 0), key: 0, block: (0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5)),
    KnownAnswer(
      counter: (.max, .max), key: .max, block: (0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20)),
    KnownAnswer(
      counter: (0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344), key: 0xa409_3822_299f_31d0,
      block: (0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d)),
  ]

  @Test(arguments: 0..<3) func `a block equals the published one`(index: Int) {
    let answer = PhiloxTests.answers[index]
    let block = RandomStream.philox(counter: answer.counter, key: answer.key)
    #expect(block == answer.block)
  }

  @Test func `a stream gives both words of one block after another`() {
    var hash = StableHash()
    hash.absorb(7)
    var stream = RandomStream(hash)
    for counter in UInt64(0)..<50 {
      let block = RandomStream.philox(counter: (counter, hash.second), key: hash.first)
      #expect(stream.next() == block.0)
      #expect(stream.next() == block.1)
    }
    #expect(stream.drawn == 100)
  }

  @Test func `every bit of a stream is set half of the time`() {
    var stream = Streams(seed: 3).stream("bits")
    var counts = [Int](repeating: 0, count: 64)
    let draws = 20_000
    for _ in 0..<draws {
      let word = stream.next()
      for bit in 0..<64 where word >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
    }
    // Six standard deviations of a fair coin, over 64 bits: 1e-7.
    let allowed = 6 * 0.5 * Double(draws).squareRoot()
    for count in counts { #expect(abs(Double(count) - Double(draws) / 2) < allowed) }
  }
}

import Randomness
import Testing
import Units

struct StreamsTests {
  func first(_ count: Int, of stream: RandomStream) -> [UInt64] {
    var stream = stream
    return (0..<count).map { _ in stream.next() }
  }

  /// These words are part of what a seed means: if they change, every published result does.
  @Test func `a named stream begins with the words that it always began with`() {
    let streams = Streams(seed: 42)
    #expect(
      first(4, of: streams.stream("client/web/arrivals")) == [
        0xd8a4_8cee_0b8f_2437, 0x6dfa_abb4_4bf9_7593,
        0x28b3_0f85_0a4a_7978, 0x93a1_0aee_5e7a_a680,
      ])
    #expect(
      first(4, of: streams.stream("client", index: 3, purpose: "service")) == [
        0xcae9_1dc4_4e34_7de8, 0x740c_a493_56e6_8641,
        0x7ca5_43ff_e026_d61a, 0x784c_16a1_2aac_cceb,
      ])
    #expect(
      first(4, of: Streams(seed: 42, replication: 1).stream("")) == [
        0x5fd5_3a00_fdab_1f3b, 0xd343_0659_c57e_0b3d,
        0x1f78_8979_aca9_75a8, 0x1704_6443_14a3_323a,
      ])
  }

  @Test func `a new stream and its draws change no other stream`() {
    let streams = Streams(seed: 9)
    let alone = first(100, of: streams.stream("node/a"))
    var other = streams.stream("node/b")
    var interleaved = streams.stream("node/a")
    var words: [UInt64] = []
    for turn in 0..<100 {
      for _ in 0..<turn % 7 { _ = other.next() }
      words.append(interleaved.next())
      _ = streams.family("pod", purpose: "boot")[UInt64(turn)]
    }
    #expect(words == alone)
  }

  @Test func `a copy goes on as the original does`() {
    var stream = Streams(seed: 1).stream("a")
    _ = stream.next()
    var copy = stream
    #expect((0..<9).map { _ in stream.next() } == (0..<9).map { _ in copy.next() })
  }

  @Test func `names, seeds, replications and numbers all tell streams apart`() {
    var seen: Set<UInt64> = []
    var made = 0
    func add(_ stream: RandomStream) {
      var stream = stream
      made += 1
      seen.insert(stream.next())
    }
    for seed in UInt64(0)..<10 {
      for replication in UInt64(0)..<10 {
        let streams = Streams(seed: seed, replication: replication)
        for name in ["", "a", "b", "ab", "a/b", "a\0", "aaaaaaaa", "aaaaaaaaa"] {
          add(streams.stream(name))
        }
        for index in UInt64(0)..<20 {
          add(streams.stream("a", index: index, purpose: "b"))
          add(streams.stream("b", index: index, purpose: "a"))
          add(streams.stream("a").substream(index))
        }
      }
    }
    #expect(seen.count == made)
  }

  @Test func `a family gives the streams that the long form gives`() {
    let streams = Streams(seed: 5)
    let family = streams.family("client", purpose: "think")
    for index in UInt64(0)..<10 {
      #expect(family[index] == streams.stream("client", index: index, purpose: "think"))
    }
  }

  @Test func `a substream does not depend on what was drawn`() {
    var stream = Streams(seed: 5).stream("x")
    let early = stream.substream(4)
    _ = stream.next()
    #expect(stream.substream(4) == early)
  }

  @Test func `neighbouring streams are not correlated`() {
    let family = Streams(seed: 11).family("entity", purpose: "draw")
    var left = family[0]
    let count = 100_000
    for index in UInt64(1)...4 {
      var right = family[index]
      var sum = 0.0
      for _ in 0..<count { sum += (left.nextDouble() - 0.5) * (right.nextDouble() - 0.5) }
      // The product has variance 1/144; six standard deviations.
      #expect(abs(sum) < 6 * (Double(count) / 144).squareRoot())
    }
  }

  @Test func `a stream is plain data of 32 bytes`() {
    #expect(MemoryLayout<RandomStream>.size == 32)
    #expect(_isPOD(RandomStream.self))
    #expect(_isPOD(StreamFamily.self))
    #expect(_isPOD(Distribution.self))
  }
}

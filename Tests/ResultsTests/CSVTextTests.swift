import Results
import Testing
import Units

struct CSVTextTests {
  @Test func `rows end in CR LF and only what must be is quoted`() {
    var csv = CSVText(columns: ["name", "n", "x", "t_s", "t_ms"])
    csv.field("a,b")
    csv.field(3)
    csv.field(0.25)
    csv.seconds(Instant.start + .milliseconds(1_500))
    csv.milliseconds(TimeSpan.microseconds(1_250))
    csv.endRow()
    csv.field("say \"hi\"\r\nthere")
    csv.field(nil as Int?)
    csv.field(Double.nan)
    csv.seconds(nil as Instant?)
    csv.milliseconds(nil)
    csv.endRow()
    #expect(
      String(decoding: csv.bytes, as: UTF8.self)
        == "name,n,x,t_s,t_ms\r\n\"a,b\",3,0.25,1.5,1.25\r\n\"say \"\"hi\"\"\r\nthere\",,,,\r\n")
  }

  @Test func `series get one column for each version, service and node`() {
    var bucket = TimeBucket(start: .start + .seconds(7))
    bucket.arrived = 2
    bucket.latencyP99 = .milliseconds(12)
    bucket.responsesByVersion = [1, 0]
    bucket.readyEndpoints = [3]
    bucket.nodeCPU = [0.5, nil]
    bucket.nodeMemory = [0.25, nil]
    let series = TimeSeries(
      versions: ["maroon", "orange"], services: ["app"], nodes: ["n,1", "n2"], buckets: [bucket])
    let lines = String(decoding: TimeSeriesTable.csv(series).bytes, as: UTF8.self)
      .split(separator: "\r\n")
    #expect(
      lines[0].hasSuffix(
        "pods_terminating,responses_maroon,responses_orange,ready_endpoints_app,"
          + "\"cpu_used_fraction_n,1\",cpu_used_fraction_n2,"
          + "\"memory_used_fraction_n,1\",memory_used_fraction_n2"))
    #expect(lines[1] == "7,2,0,0,0,0,,,,12,0,0,0,1,0,3,0.5,,0.25,")
  }

  @Test func `a pod's times give its spans, and transitions overrule them`() {
    func at(_ seconds: Int64) -> Instant { .start + .seconds(seconds) }
    var pod = PodRow(name: "app-1", created: at(1))
    #expect(pod.spans(until: at(9)) == [PodSpan(.pending, from: at(1), to: at(9))])
    pod.scheduled = at(1)
    pod.ready = at(4)
    pod.deletionRequested = at(6)
    pod.ended = at(8)
    #expect(
      pod.spans(until: at(9)) == [
        PodSpan(.starting, from: at(1), to: at(4)), PodSpan(.ready, from: at(4), to: at(6)),
        PodSpan(.terminating, from: at(6), to: at(8)),
      ])
    pod.transitions = [
      PodTransition(at(1), .starting), PodTransition(at(2), .ready), PodTransition(at(3), .ready),
      PodTransition(at(5), .unready), PodTransition(at(20), .ready),
    ]
    #expect(
      pod.spans(until: at(9)) == [
        PodSpan(.starting, from: at(1), to: at(2)), PodSpan(.ready, from: at(2), to: at(5)),
        PodSpan(.unready, from: at(5), to: at(8)),
      ])
  }
}

import ControllerRuntime
import KubeAPI
import Testing
import Units

struct EventRecorderTests {
  let clock = ManualClock()

  func events(_ server: StubServer) -> [(isNew: Bool, event: Event)] {
    server.requests.compactMap { _, request in
      switch request {
      case .create(let event as Event): (true, event)
      case .update(let event as Event): (false, event)
      default: nil
      }
    }
  }

  /// The counts of trace s8a_rc_500.
  @Test func `500 different notes give nine events and one combined with count 16`() {
    let server = StubServer(clock)
    let recorder = EventRecorder(client: client(server))
    for n in 0..<500 {
      recorder.record(
        ObjectReference(.replicationController, ObjectKey(namespace: "default", name: "app")),
        reason: "SuccessfulCreate", message: "Created pod: app-\(n)")
    }
    clock.advance(by: .seconds(30))
    let sent = events(server)
    #expect(sent.count == 25)
    #expect(sent.filter(\.isNew).count == 10)
    #expect(sent.last?.event.count == 16)
    #expect(sent.last?.event.message == "(combined from similar events): Created pod: app-24")
    #expect(sent[24].event.metadata.name == sent[9].event.metadata.name)
    #expect(recorder.droppedCount == 475)
  }

  @Test func `an equal note raises the count of the first`() {
    let server = StubServer(clock)
    let recorder = EventRecorder(client: client(server))
    let object = ObjectReference(.pod, ObjectKey(namespace: "default", name: "p"))
    for _ in 0..<3 {
      recorder.record(object, .warning, reason: "BackOff", message: "restarting")
      clock.advance(by: .seconds(1))
    }
    let sent = events(server)
    #expect(sent.map(\.isNew) == [true, false, false])
    #expect(sent.map(\.event.count) == [1, 2, 3])
    #expect(sent[2].event.firstTimestamp == .start)
    #expect(sent[2].event.lastTimestamp.seconds == 2)
  }

  @Test func `one object gets a token back every 300 s`() {
    let server = StubServer(clock)
    let recorder = EventRecorder(client: client(server))
    let object = ObjectReference(.pod, ObjectKey(namespace: "default", name: "p"))
    for n in 0..<40 {
      recorder.record(object, reason: "R\(n)", message: "m")
    }
    clock.advance(by: .seconds(299))
    #expect(events(server).count == 25)
    clock.advance(by: .seconds(2))
    recorder.record(object, reason: "Late", message: "m")
    recorder.record(object, reason: "TooLate", message: "m")
    clock.advance(by: .seconds(1))
    #expect(events(server).count == 26)
    #expect(events(server).last?.event.reason == "Late")
  }

  @Test func `expectations hold until all is seen or five minutes have passed`() {
    var expectations = Expectations()
    let rc = ObjectKey(namespace: "default", name: "rc")
    expectations.expectCreations(2, of: rc, at: .start)
    #expect(!expectations.areMet(for: rc, at: .start))
    expectations.observeCreation(of: rc)
    #expect(!expectations.areMet(for: rc, at: .start + .minutes(5)))
    #expect(expectations.areMet(for: rc, at: .start + .seconds(301)))
    expectations.observeCreation(of: rc)
    #expect(expectations.areMet(for: rc, at: .start))
    let pod = ObjectKey(namespace: "default", name: "p")
    expectations.expectDeletions([pod], of: rc, at: .start)
    expectations.observeDeletion(of: rc, owner: rc)
    #expect(!expectations.areMet(for: rc, at: .start))
    expectations.observeDeletion(of: pod, owner: rc)
    #expect(expectations.areMet(for: rc, at: .start))
  }
}

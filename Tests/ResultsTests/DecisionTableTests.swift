import Results
import Testing
import Units

struct DecisionTableTests {
  private var decisions: [DecisionRow] {
    var placed = DecisionRow(
      at: .start + .milliseconds(1_500), pod: "default/a", attempt: 2, node: "n1",
      nodesEvaluated: 2, nodesFeasible: 1, score: 310, waited: .milliseconds(12))
    placed.queued = .milliseconds(3)
    placed.binding = .microseconds(2_500)
    var winner = DecisionNode("n1", .chosen)
    winner.score = 310
    winner.points = [300, 10]
    var loser = DecisionNode("n2", .rejected)
    loser.plugin = "Fit"
    loser.stage = "Filter"
    loser.reason = "Insufficient cpu, memory"
    placed.explanation = DecisionExplanation(plugins: ["Taint", "Fit"], nodes: [winner, loser])
    var failed = DecisionRow(
      at: .start + .seconds(2), pod: "default/b", attempt: 1, node: nil, nodesEvaluated: 1,
      nodesFeasible: 0, waited: .milliseconds(1), reason: "0/1")
    failed.nominated = "n2"
    failed.victims = ["default/x", "default/y"]
    var room = DecisionNode("n2", .rejected)
    room.preemption = .nominated
    room.victims = failed.victims
    failed.explanation = DecisionExplanation(plugins: ["Fit", "Own"], nodes: [room])
    return [placed, failed]
  }

  private func lines(_ csv: CSVText) -> [String] {
    String(decoding: csv.bytes, as: UTF8.self).split(separator: "\r\n").map(String.init)
  }

  @Test func `an attempt has a row with its waits, what came of it and how much is explained`() {
    #expect(
      lines(DecisionTable.csv(decisions)) == [
        "time_s,pod,attempt,outcome,node,nodes_evaluated,nodes_feasible,score,waited_ms,queued_ms,"
          + "binding_ms,nominated_node,victims,nodes_explained,reason",
        "1.5,default/a,2,placed,n1,2,1,310,12,3,2.5,,,2,",
        "2,default/b,1,unschedulable,,1,0,,1,0,,n2,default/x default/y,1,0/1",
      ])
  }

  @Test func `a node has a row with a column for each plugin that gave points`() {
    #expect(
      lines(DecisionNodeTable.csv(decisions)) == [
        "time_s,pod,attempt,node,verdict,plugin,stage,reason,score,points_Taint,points_Fit,"
          + "points_Own,preemption,preemption_reason,victims,budget_violations",
        "1.5,default/a,2,n1,chosen,,,,310,300,10,,,,,",
        "1.5,default/a,2,n2,rejected,Fit,Filter,\"Insufficient cpu, memory\",,,,,,,,",
        "2,default/b,1,n2,rejected,,,,,,,,nominated,,default/x default/y,0",
      ])
  }
}

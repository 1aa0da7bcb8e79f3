import Foundation
import Testing

/// Runs that are killed, starved or shut out: what was there before stays as it was, or what comes
/// is whole; never a part, never silence, never status 0.
@Suite(.enabled(if: Program.path != nil, "the wavetank binary is not built beside the tests"))
struct SuddenEndTests {
  /// Runs `script` in a folder that holds the scenario `good`, and looks at the outcome.
  private func run(
    _ script: String, look: (Outcome, _ folder: String) throws -> Void
  ) throws {
    try Stage.withFolder { folder in
      try FileManager.default.copyItem(
        atPath: BadInputTests.folder + "/good", toPath: folder + "/good")
      try look(try Program.shell(script, in: folder), folder)
    }
  }

  private func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private func bytes(_ folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in names(folder) {
      files[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }
    return files
  }

  private static let command =
    "\"$WAVETANK\" run good --quiet --trace-requests all --set end.at=100s"

  @Test func `a kill at any moment leaves the old results or the new, and the next run clears up`()
    throws
  {
    try run(
      "\(Self.command) --seed 1 --out one && \(Self.command) --seed 2 --out two && cp -r one out"
    ) { outcome, folder in
      #expect(outcome.status == 0, "\(outcome.errors)")
      let (one, two) = (try bytes(folder + "/one"), try bytes(folder + "/two"))
      #expect(one.count == 10 && one.keys == two.keys && one != two)
      var seen: Set<String> = []
      var killed = 0
      // The system's pace, of which the kills take ever more; tightest near the end of a run.
      let began = Date.timeIntervalSinceReferenceDate
      _ = try Program.shell("\(Self.command) --seed 1 --out pace && rm -r pace", in: folder)
      let length = Date.timeIntervalSinceReferenceDate - began
      for number in 0..<60 {
        let share = number.isMultiple(of: 3) ? Double(number) / 40 : 0.7 + Double(number) / 100
        let wait = String(format: "%.4f", length * share)
        let outcome = try Program.shell(
          "\(Self.command) --seed \(2 - number % 2) --out out >/dev/null & sleep \(wait); "
            + "kill -9 $!; wait $!", in: folder)
        killed += outcome.status == 137 ? 1 : 0
        let found = try bytes(folder + "/out")
        #expect(found == one || found == two, "killed after \(wait) s")
        seen.insert(found == one ? "one" : "two")
      }
      #expect(killed > 0 && seen.count == 2, "\(killed) of 60 runs were killed; saw \(seen)")
      let last = try Program.shell("\(Self.command) --seed 1 --out out", in: folder)
      #expect(last.status == 0)
      let healed = try bytes(folder + "/out")
      #expect(healed == one)
      #expect(names(folder) == ["good", "one", "out", "two"])
    }
  }

  @Test func `a person's own files outlive a kill between two renames`() throws {
    try run("mkdir out out.tmp && echo mine > out.tmp/notes.md && \(Self.command) --out out") {
      outcome, folder in
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(names(folder) == ["good", "out"])
      #expect(names(folder + "/out").contains("notes.md"))
    }
  }

  @Test(arguments: ["INT", "TERM", "HUP"])
  func `a signal cleans up and ends the program by that signal`(signal: String) throws {
    let number = ["INT": 130, "TERM": 143, "HUP": 129][signal] ?? 0
    // A shell without job control starts what runs beside it with SIGINT ignored.
    try run(
      """
      env --default-signal=\(signal) "$WAVETANK" run good --quiet --set end.at=100000s --out out &
      while [ ! -d out.tmp ]; do sleep 0.01; done
      sleep 0.1; kill -\(signal) $!; wait $!
      """
    ) { outcome, folder in
      #expect(outcome.status == Int32(number))
      #expect(outcome.errors.contains("interrupted; nothing was written"))
      #expect(names(folder) == ["good"])
    }
  }

  @Test(arguments: [
    (">&-", "Bad file descriptor"), (">/dev/full", "No space left on device"),
    ("| true", "Broken pipe"),
  ])
  func `standard output that cannot be written to is an error`(
    redirection: String, reason: String
  ) throws {
    let pipe = redirection.hasPrefix("|")
    let command = "sleep 0.2; \"$WAVETANK\" run good --out out"
    // The status of the first command of a pipe, which a plain shell does not tell.
    let script =
      pipe ? "{ { \(command); echo $? >status; } \(redirection); }; exit $(cat status)"
      : "\(command) \(redirection)"
    try run(script) { outcome, folder in
      #expect(outcome.status == 3)
      #expect(
        outcome.errors.hasSuffix("error: cannot write to standard output: \(reason)\n"),
        "\(outcome.errors)")
      // The results are whole all the same, and nothing that was printed is in them.
      #expect(names(folder + "/out").count == 9)
      let text = try String(contentsOfFile: folder + "/out/summary.json", encoding: .utf8)
      #expect(text.hasPrefix("{") && text.hasSuffix("}\n"))
    }
  }

  @Test func `closed standard streams let nothing printed into the results`() throws {
    try run(
      "\(Self.command) --out one; \(Self.command) --out two <&- >&- 2>&-; echo $?; exit 0"
    ) { outcome, folder in
      #expect(outcome.output.hasSuffix("3\n"))
      let (one, two) = (try bytes(folder + "/one"), try bytes(folder + "/two"))
      #expect(one == two)
    }
  }

  @Test func `a file beyond the limit of sizes is an error, not a short file`() throws {
    try run("ulimit -f 20; \(Self.command) --out out") { outcome, folder in
      #expect(outcome.status == 3)
      #expect(outcome.errors.contains("error: cannot write out.tmp/"), "\(outcome.errors)")
      #expect(outcome.errors.contains("File too large; nothing was written"))
      #expect(names(folder) == ["good"])
    }
  }

  @Test func `a target that is no folder is refused before anything is run`() throws {
    try run(
      """
      echo mine > file; ln -s nowhere link; mkdir -p held.tmp
      for target in file link file/below /proc/self/out ''; do
        "$WAVETANK" run good --out "$target"; echo "$?"
      done
      exec 9<held.tmp; flock 9; "$WAVETANK" run good --out held; echo "$?"
      """
    ) { outcome, folder in
      #expect(outcome.output == "3\n3\n3\n3\n3\n3\n", "\(outcome.output)")
      #expect(outcome.errors.contains("cannot write to file: it is a file, not a folder"))
      #expect(outcome.errors.contains("cannot write to link: it is a link to nothing"))
      #expect(outcome.errors.contains("another run is writing to it"))
      let file = try String(contentsOfFile: folder + "/file", encoding: .utf8)
      #expect(file == "mine\n")
    }
  }

  @Test func `a link to a folder stays a link, and keeps what else is in the folder`() throws {
    try run("mkdir real; echo mine > real/notes.md; ln -s real out; \(Self.command) --out out") {
      outcome, folder in
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(names(folder) == ["good", "out", "real"])
      #expect(names(folder + "/real").count == 11)
      let target = try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/out")
      #expect(target == "real")
    }
  }

  @Test func `rows of verify appear whole or not at all`() throws {
    try run(
      """
      verify() { "$WAVETANK" verify --only stack --shared nowhere --out "$1"; echo "$?"; }
      verify rows.json; verify good; verify good/web.yaml/rows.json; verify /dev/null
      """
    ) { outcome, folder in
      #expect(outcome.output.filter(\.isNumber).contains("0"))
      #expect(outcome.errors.contains("cannot write good: it is a folder, not a file"))
      #expect(names(folder) == ["good", "rows.json"])
      let status = try FileManager.default.attributesOfItem(atPath: "/dev/null")
      #expect(status[.type] as? FileAttributeType == .typeCharacterSpecial)
    }
  }
}

/// What needs a mount of one's own: a full disk and a read-only one, for root too.
@Suite(
  .enabled(
    if: Program.path != nil && Program.mayMount,
    "the wavetank binary is not built beside the tests, or no mount is allowed here"))
struct MountTests {
  /// Runs `script` with a file system of 256 KiB at `disk`.
  private func run(_ script: String, look: (Outcome) throws -> Void) throws {
    try Stage.withFolder { folder in
      try FileManager.default.copyItem(
        atPath: BadInputTests.folder + "/good", toPath: folder + "/good")
      try (script).write(toFile: folder + "/script", atomically: true, encoding: .utf8)
      let inside = "mkdir disk && mount -t tmpfs -o size=256k none disk && exec sh script"
      try look(
        try Program.shell(
          "if unshare -m true 2>/dev/null; then exec unshare -m sh -c '\(inside)'; "
            + "else exec unshare -rm sh -c '\(inside)'; fi", in: folder))
    }
  }

  @Test func `a full disk is an error, and leaves nothing behind`() throws {
    try run(
      """
      "$WAVETANK" run good --out disk/out --quiet || exit
      cp -r disk/out before
      "$WAVETANK" run good --out disk/out --quiet --trace-requests all --set end.at=200s
      echo $?; ls -A disk; diff -r disk/out before && echo as before
      """
    ) { outcome in
      #expect(outcome.output == "report: disk/out/report.html\n3\nout\nas before\n")
      #expect(outcome.errors.contains("No space left on device; nothing was written"))
    }
  }

  @Test func `a read-only disk is told before anything is run`() throws {
    try run(
      """
      mkdir disk/old; mount -o remount,ro disk
      for target in disk/old disk/new; do "$WAVETANK" run good --out $target; echo $?; done
      """
    ) { outcome in
      #expect(outcome.output == "3\n3\n")
      #expect(outcome.errors.contains("cannot write to disk/old: Read-only file system"))
      #expect(
        outcome.errors.contains("cannot create the folder disk/new.tmp/: Read-only file system"))
    }
  }

  @Test func `a target that is itself a mount is written file by file`() throws {
    try run(
      """
      echo mine > disk/notes.md
      "$WAVETANK" run good --out disk --quiet || exit; "$WAVETANK" run good --out disk --quiet
      echo $?; ls -A disk | wc -l; ls -A | grep -c tmp
      """
    ) { outcome in
      #expect(outcome.output.hasSuffix("0\n10\n0\n"), "\(outcome.output)\(outcome.errors)")
    }
  }
}

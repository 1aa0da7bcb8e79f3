#!/usr/bin/env python3
"""Runs a scenario whose names are hostile wherever a name can stand, and looks at what comes of it.

    check_hostile.py WAVETANK [--screenshots FOLDER]

- the report shows the names as text in headless Chromium: no script runs, nothing is fetched, the
  page does not overflow at 400 pixels, and no name turns the direction of what stands beside it;
- every CSV file has as many fields in each row as in its header, and none that a spreadsheet
  would take for a formula;
- neither the terminal nor transcript.txt gets a character that a terminal would obey;
- summary.json is JSON and holds the names as they were written.

Exit status 0 when all holds, 1 otherwise. Needs Chromium and Python's own library.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import unicodedata

from check_report import (Browser, MEASURE, errors_in, evaluate, open_page, page_problems,
                          screenshot, settle)

# What names could do: run a script in HTML, in an attribute, in SVG, in a script element or in
# JSON; open a template; turn the writing; steer a terminal; become a formula; overflow a page.
EVIL = [
    "<script>pwned=1</script>",
    "\"><img src=x onerror=pwned=2>",
    "' onmouseover=pwned=3 x='",
    "]]></script><svg onload=pwned=4>",
    "<!--<script>",
    "${pwned=5} {{pwned}} {{{page}}} `pwned=6`",
    "\u202egnorw\u202c \u2066isolated",
    "\u05d0\u05d1\u05d2 12 \u05d3",
    "\u001b[31mred\u001b]0;title\u0007\u009b2J",
    "=HYPERLINK(\"http://x\",\"y\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "one\ntwo\r\nthree\u2028four\ttab",
    "nul\u0000and\u007fdel",
    "\\u003cscript\\u003e \\\\ \\",
    "e\u0301\u0301\u0301\u0301\u0301 \U0001f469\u200d\U0001f4bb",
    "comma, \"quote\"; semicolon",
    "x" * 10_000,
    ("word " * 2_000).strip(),
]


def quoted(text):
    """A text as a YAML string: as in JSON, but for characters that JSON writes in two halves."""
    inner = (json.dumps(c)[1:-1] if ord(c) < 0x10000 else c for c in text)
    return '"' + "".join(inner) + '"'


def write_scenario(folder):
    """The scenario: two rounds of requests, so that every section of the report has something."""
    endpoints = {f"{number}{name}"[: len(name) if number > 8 else None]: 1
                 for number, name in enumerate(EVIL)}
    endpoints.update({name: 1 for name in EVIL})
    image = "evil/<img-onerror=pwned=7>:" + "t" * 200
    manifest = "<img src=x onerror=pwned=8>$(reboot);'\u202e.yaml"
    (folder / manifest).write_text(f"""
apiVersion: v1
kind: ReplicationController
metadata: {{name: web, annotations: {{note: {quoted(EVIL[0] + EVIL[8])}}}}}
spec:
  replicas: 2
  template:
    metadata: {{labels: {{name: web}}}}
    spec:
      containers:
      - name: web
        image: {quoted(image)}
        command: [{", ".join(map(quoted, EVIL[:6] + EVIL[8:10]))}]
        args: [{quoted(EVIL[18])}]
        env:
        - {{name: EVIL, value: {quoted(EVIL[1] + EVIL[8] + EVIL[13])}}}
---
apiVersion: v1
kind: Pod
metadata: {{name: never-fits, labels: {{name: never-fits}}, annotations: {{note: {quoted(EVIL[1])}}}}}
spec:
  containers:
  - {{name: big, image: {quoted(image)}, resources: {{requests: {{cpu: "900"}}}}}}
---
apiVersion: v1
kind: Service
metadata: {{name: web}}
spec: {{selector: {{name: web}}, ports: [{{port: 80, targetPort: 8000}}]}}
""")
    phases = "\n".join(
        f"  - {{phase: p{number}, title: {quoted(name)}, after: 2s, run: kubectl get pods -o wide}}"
        for number, name in enumerate(EVIL))
    costs = "\n".join(f"      ? {quoted(name)}\n      : {{cpu: 1ms}}" for name in endpoints)
    # A key this long must be marked as one.
    asked = "\n".join(f"    ? {quoted(name)}\n    : 1" for name in endpoints)
    (folder / "scenario.yaml").write_text(f"""
description: {quoted(" ".join(EVIL[:18]))}
cluster:
  pools: [{{name: pool, machine: e2-medium, count: 2}}]
manifests: [{quoted(manifest)}]
images:
- image: "evil/*"
  size: 1Mi
  version: {quoted(EVIL[9] + EVIL[0])}
  gunicorn:
    database: none
    endpoints:
{costs}
clients:
- name: readers
  target: "web:80"
  from: inside
  rate: 40/s
  start: 1s
  ask:
{asked}
timeline:
{phases}
  - run: kubectl describe pods
  - run: kubectl logs <name=web>
  - {{phase: last, title: {quoted(EVIL[1])}, fault: {{kill-process: <name=web>}}, after: 5s}}
question: {{phase: last, subject: {quoted(" ".join(EVIL))}}}
end: {{after: 20s}}
expect: ['endpoints."{EVIL[11]}".failed == 0', 'versions."{EVIL[3]}".failed == 0']
""")


def is_obeyed(character, line_ends="\n"):
    """Whether a terminal would obey the character rather than show it."""
    if character in line_ends:
        return False
    return unicodedata.category(character) in ("Cc", "Cf") and character not in "\u200c\u200d"


def text_problems(what, text, line_ends="\n"):
    found = sorted({hex(ord(character)) for character in text if is_obeyed(character, line_ends)})
    return [f"{what} holds {', '.join(found)}"] if found else []


def table_problems(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, strict=True))
    problems = [f"{path.name}, row {number}: {len(row)} fields, not {len(rows[0])}"
                for number, row in enumerate(rows) if len(row) != len(rows[0])]
    for row in rows[1:]:
        for field in row:
            try:
                float(field)
            except ValueError:
                if field[:1] in ("=", "+", "-", "@", "\t", "\r"):
                    problems.append(f"{path.name} has the formula {field[:40]!r}")
                problems += text_problems(path.name, field.translate(
                    {ord(c): None for c in "\u202e\u202c\u2066\u009b\u2028"}), "\n\r\t")
    return problems


def file_problems(folder):
    problems = []
    tables = sorted(folder.glob("*.csv"))
    if len(tables) < 6:
        problems.append(f"only {len(tables)} tables")
    for path in tables:
        problems += table_problems(path)
    problems += text_problems("transcript.txt", (folder / "transcript.txt").read_text(), "\n\t")
    summary = json.loads((folder / "summary.json").read_text())
    names = set(summary["endpoints"]) if isinstance(summary["endpoints"], dict) else {
        entry["name"] for entry in summary["endpoints"]}
    missing = [name[:40] for name in EVIL if name not in names]
    if missing:
        problems.append(f"summary.json lacks the endpoints {missing}")
    return problems


def shown(name):
    """How a page shows the name: blanks run together, what would be obeyed replaced."""
    kept = "".join("\ufffd" if (is_obeyed(c, "\n\r\t") and not "\x80" <= c <= "\x9f") else c
                   for c in name)
    return " ".join(kept.split())


PAGE = """(() => ({
  pwned: typeof pwned === 'undefined' ? null : String(pwned),
  text: document.body.textContent,
  scripts: document.querySelectorAll('script').length,
  foreign: [...document.querySelectorAll('img, iframe, object, embed, base, form, [onerror], [onload], [onmouseover]')]
    .map((e) => e.outerHTML.slice(0, 80)),
  decisions: {
    pods: document.querySelectorAll('.decisions > details').length,
    failed: document.querySelector('.decisions > details').dataset.failed,
    chooser: document.querySelector('.chooser').getClientRects().length > 0,
    found: (() => {
      const search = document.getElementById('decision-search');
      search.value = '<img src=x onerror=pwned=12>';
      search.dispatchEvent(new Event('input'));
      const none = [...document.querySelectorAll('.decisions > details')]
        .filter((pod) => !pod.hidden).length;
      search.value = 'never-fits';
      search.dispatchEvent(new Event('input'));
      const one = [...document.querySelectorAll('.decisions > details')]
        .filter((pod) => !pod.hidden).length;
      search.value = '';
      search.dispatchEvent(new Event('input'));
      return [none, one];
    })(),
    reasons: document.querySelector('.decisions').textContent.includes('Insufficient cpu'),
  },
  links: [...document.querySelectorAll('[href], [src]')]
    .map((e) => e.getAttribute('href') || e.getAttribute('src'))
    .filter((link) => !link.startsWith('#') && link !== 'data:,'),
}))()"""


def look(browser, report, width, has_scripts, folder):
    target, session = open_page(browser, report.resolve().as_uri(), width, "light", has_scripts)
    settle(browser, session)
    page = evaluate(browser, session, MEASURE)
    problems = [problem for problem in page_problems(page, width, has_scripts)
                if "marks" not in problem]
    seen = evaluate(browser, session, PAGE)
    if seen["pwned"] is not None:
        problems.append(f"a script of a name has run: {seen['pwned']}")
    if seen["foreign"]:
        problems.append(f"a name became an element: {seen['foreign'][:3]}")
    decisions = seen["decisions"]
    if decisions["pods"] < 3 or not decisions["failed"] or not decisions["reasons"]:
        problems.append(f"the decisions do not begin with the pod that never fits: {decisions}")
    if decisions["chooser"] != has_scripts:
        problems.append("the search among decisions is there without scripts, or missing with them")
    if has_scripts and decisions["found"] != [0, 1]:
        problems.append(f"the search among decisions finds {decisions['found']}, not [0, 1]")
    if seen["links"]:
        problems.append(f"a name became a link: {seen['links'][:3]}")
    # One of them finds pods among the decisions.
    if seen["scripts"] not in ((4,) if page["library"] else (1, 4)):
        problems.append(f"the page has {seen['scripts']} scripts")
    text = " ".join(seen["text"].split())
    problems += [f"the page does not show {name[:40]!r}"
                 for name in map(shown, EVIL) if name[:300] not in text]
    turning = [c for c in text if unicodedata.bidirectional(c) in
               ("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI")]
    if turning:
        problems.append(f"the page holds characters that turn the writing: {turning[:3]!r}")
    problems += errors_in(browser.events)
    if folder is not None:
        name = f"hostile-{width}{'' if has_scripts else '-no-scripts'}.png"
        screenshot(browser, session, folder / name, width, min(page["height"], 16_000))
    browser.call("Target.closeTarget", targetId=target)
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("wavetank", type=pathlib.Path)
    parser.add_argument("--screenshots", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    problems = []
    with tempfile.TemporaryDirectory(prefix="hostile-") as scratch:
        # The folder's name is the scenario's.
        folder = pathlib.Path(scratch) / "<img src=x onerror=pwned=9>'\"\u202e${x}\u001b[31m"
        folder.mkdir()
        write_scenario(folder)
        out = pathlib.Path(scratch) / "out"
        run = subprocess.run(
            [arguments.wavetank.resolve(), "run", folder, "--out", out, "--trace-requests", "all"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="strict")
        if run.returncode not in (0, 1) or not (out / "report.html").is_file():
            print(f"FAIL the run ended with {run.returncode}:\n{run.stderr[:2000]}")
            return 1
        problems += text_problems("standard output", run.stdout)
        problems += text_problems("standard error", run.stderr)
        problems += file_problems(out)
        browser = Browser()
        try:
            for width, has_scripts in ((1280, True), (400, True), (400, False)):
                found = look(browser, out / "report.html", width, has_scripts,
                             arguments.screenshots)
                problems += [f"{width} px{'' if has_scripts else ', scripts off'}: {problem}"
                             for problem in found]
        finally:
            browser.close()
    for problem in list(dict.fromkeys(problems))[:40]:
        print(f"FAIL {problem}")
    if not problems:
        print(f"ok   {len(EVIL)} hostile names are shown as text in the report, tables, transcript"
              " and terminal")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

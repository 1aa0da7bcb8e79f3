#!/usr/bin/env python3
"""Opens a report in headless Chromium and checks what a reader would see.

    check_report.py REPORT.html SUMMARY.json [--screenshots FOLDER]

At 1280 and 400 pixels, in light and dark, and once without scripts:
- no console error and no exception;
- every chart is drawn, and the interactive one when the report carries the chart library;
- the timeline's steps are marked;
- the page does not overflow sideways;
- the headline figure equals the value at its place in the summary.

Exit status 0 when all holds, 1 otherwise. Needs Chromium and nothing but Python's own library: it
talks to the browser over the DevTools pipe.
"""

import argparse
import base64
import json
import os
import pathlib
import select
import shutil
import subprocess
import sys
import tempfile
import time

TIMEOUT_SECONDS = 90

# What the page shows: charts by name with the number of shapes drawn in the visible part.
MEASURE = """
(() => {
  const visible = (e) => e.getClientRects().length > 0 && e.getBoundingClientRect().height > 20;
  const shapes = (e) => e.querySelectorAll('path[d]:not([d=""]), rect, line').length;
  const charts = [...document.querySelectorAll('figure[data-chart]')].map((figure) => {
    const drawn = [...figure.querySelectorAll('svg')].filter(visible);
    return {
      name: figure.dataset.chart,
      live: figure.querySelector('.live svg') !== null,
      shapes: drawn.reduce((sum, svg) => sum + shapes(svg), 0),
      marks: drawn.reduce((sum, svg) => sum
        + svg.querySelectorAll('line.mark, path[stroke-dasharray]').length, 0),
      width: Math.max(0, ...drawn.map((svg) => svg.getBoundingClientRect().width)),
    };
  });
  const figure = document.getElementById('headline-figure');
  const wide = [...document.querySelectorAll('body *')].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.right > document.documentElement.clientWidth + 1
      && !e.closest('.scroll, .terminal, svg, .live');
  });
  return {
    charts,
    headline: figure && {
      key: figure.dataset.key, value: figure.dataset.value, text: figure.textContent,
    },
    steps: document.querySelectorAll('.steps li').length,
    library: typeof echarts !== 'undefined',
    scrollWidth: document.documentElement.scrollWidth,
    clientWidth: document.documentElement.clientWidth,
    overflowing: wide.slice(0, 3).map((e) => e.tagName + '.' + (e.getAttribute('class') || '')),
    background: getComputedStyle(document.body).backgroundColor,
    height: document.documentElement.scrollHeight,
  };
})()
"""

SETTLE = """
new Promise((done) => {
  let tries = 0;
  const fits = (svg) => Math.abs(svg.getBoundingClientRect().width
    - svg.closest('.live').clientWidth) < 2;
  const look = () => {
    const charts = [...document.querySelectorAll('.live svg')];
    if (tries++ > 2 && charts.every(fits) || tries > 100) done(true);
    else setTimeout(look, 100);
  };
  look();
})
"""

# Rests the pointer on every interactive chart, so that its tooltip is made.
HOVER = """
(() => {
  for (const place of document.querySelectorAll('.live')) {
    const chart = echarts.getInstanceByDom(place);
    for (let series = 0; series < chart.getOption().series.length; series++) {
      for (let item = 0; item < 4; item++) {
        chart.dispatchAction({ type: 'showTip', seriesIndex: series, dataIndex: item });
      }
    }
  }
})()
"""


class Browser:
    """A headless Chromium that is told what to do over two pipes."""

    def __init__(self):
        program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser",
                                                       "google-chrome"))), None)
        if program is None:
            raise SystemExit("error: Chromium is not installed (apt-get install chromium)")
        self.profile = tempfile.TemporaryDirectory(prefix="report-check-")
        command_read, self.commands = os.pipe()
        self.answers, answer_write = os.pipe()
        # The browser reads file descriptor 3 and writes 4; both are moved clear of them first.
        command_read, answer_write = _above(10, command_read), _above(10, answer_write)

        def connect():
            os.dup2(command_read, 3)
            os.dup2(answer_write, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             "--disable-dev-shm-usage", "--hide-scrollbars", "--no-first-run",
             f"--user-data-dir={self.profile.name}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            preexec_fn=connect, pass_fds=(3, 4))
        os.close(command_read)
        os.close(answer_write)
        self.number = 0
        self.buffer = b""
        self.events = []

    def close(self):
        os.close(self.commands)
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.answers)
        self.profile.cleanup()

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while True:
            answer = self._receive(deadline, method)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self._receive(deadline, method))

    def _receive(self, deadline, what):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.answers], [], [], deadline - time.monotonic())
            chunk = os.read(self.answers, 1 << 20) if ready else b""
            if not chunk:
                raise RuntimeError(f"no answer to {what} from the browser")
            self.buffer += chunk
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)


def _above(lowest, descriptor):
    import fcntl
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD, lowest)
    os.close(descriptor)
    return moved


def errors_in(events):
    """What the console and the script engine complained about."""
    errors = []
    for event in events:
        details = event.get("params", {})
        if event.get("method") == "Runtime.exceptionThrown":
            thrown = details["exceptionDetails"]
            errors.append(thrown.get("exception", {}).get("description", thrown["text"]))
        elif event.get("method") == "Runtime.consoleAPICalled":
            if details["type"] in ("error", "assert"):
                errors.append(" ".join(str(a.get("value", "")) for a in details["args"]))
        elif event.get("method") == "Log.entryAdded":
            if details["entry"]["level"] == "error":
                errors.append(details["entry"]["text"])
        elif event.get("method") == "Page.javascriptDialogOpening":
            errors.append("the page opened a dialog: " + details["message"])
    return errors


def value_at(document, pointer):
    """The value at a JSON Pointer (RFC 6901)."""
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        document = document[int(token) if isinstance(document, list) else token]
    return document


def headline_problems(headline, summary):
    if headline is None:
        return ["no headline figure"]
    try:
        expected = value_at(summary, headline["key"])
    except (KeyError, IndexError, ValueError):
        return [f"summary.json has nothing at {headline['key']}"]
    problems = []
    if not isinstance(expected, (int, float)) or float(headline["value"]) != float(expected):
        problems.append(f"headline says {headline['value']}, summary.json {expected}"
                        f" at {headline['key']}")
    shown = float(headline["text"].replace(",", ""))
    if abs(shown - float(headline["value"])) > max(0.005, abs(shown) * 0.001):
        problems.append(f"headline shows {headline['text']} for {headline['value']}")
    return problems


def open_page(browser, url, width, scheme, has_scripts):
    """A tab that has loaded `url`, and its session."""
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    browser.events.clear()
    for domain in ("Page", "Runtime", "Log"):
        browser.call(f"{domain}.enable", session)
    browser.call("Emulation.setDeviceMetricsOverride", session, width=width, height=1200,
                 deviceScaleFactor=1, mobile=False)
    set_scheme(browser, session, scheme)
    browser.call("Emulation.setScriptExecutionDisabled", session, value=not has_scripts)
    browser.call("Page.navigate", session, url=url)
    browser.wait_for("Page.loadEventFired")
    browser.call("Emulation.setScriptExecutionDisabled", session, value=False)
    return target, session


def set_scheme(browser, session, scheme):
    browser.call("Emulation.setEmulatedMedia", session,
                 features=[{"name": "prefers-color-scheme", "value": scheme}])


def evaluate(browser, session, expression):
    result = browser.call("Runtime.evaluate", session, expression=expression,
                          returnByValue=True, awaitPromise=True)
    if "exceptionDetails" in result:
        raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description"))
    return result["result"].get("value")


def settle(browser, session):
    """Waits until the charts have taken the page's present width, at most ten seconds."""
    evaluate(browser, session, SETTLE)


def page_problems(page, width, has_scripts):
    problems = []
    if not page["charts"]:
        problems.append("no chart")
    is_live = page["library"] and has_scripts
    for chart in page["charts"]:
        if chart["shapes"] < 3:
            problems.append(f"chart {chart['name']} is empty")
        if chart["live"] != is_live:
            problems.append(f"chart {chart['name']} is {'not ' if is_live else ''}interactive")
        if chart["name"] == "latency" and page["steps"] > chart["marks"]:
            problems.append(f"chart latency marks {chart['marks']} of {page['steps']} steps")
        if chart["width"] > width:
            problems.append(f"chart {chart['name']} is {chart['width']:.0f} pixels wide")
    if page["scrollWidth"] > page["clientWidth"]:
        problems.append(f"the page is {page['scrollWidth']} pixels wide,"
                        f" because of {', '.join(page['overflowing']) or 'something'}")
    return problems


def screenshot(browser, session, path, width, height):
    browser.call("Emulation.setDeviceMetricsOverride", session, width=width, height=height,
                 deviceScaleFactor=1, mobile=False)
    settle(browser, session)
    picture = browser.call("Page.captureScreenshot", session, format="png")
    path.write_bytes(base64.b64decode(picture["data"]))


def check(browser, report, summary, width, scheme, has_scripts, folder):
    """The problems of one way to look at the report."""
    target, session = open_page(browser, report.resolve().as_uri(), width, scheme, has_scripts)
    settle(browser, session)
    page = evaluate(browser, session, MEASURE)
    problems = page_problems(page, width, has_scripts)
    problems += headline_problems(page["headline"], summary)
    if folder is not None:
        name = f"{width}-{scheme}{'' if has_scripts else '-no-scripts'}.png"
        screenshot(browser, session, folder / name, width, min(page["height"], 16_000))
    if page["library"] and has_scripts:
        evaluate(browser, session, HOVER)
        settle(browser, session)
    # A reader may change the theme or turn the telephone while the page is open.
    set_scheme(browser, session, "dark" if scheme == "light" else "light")
    browser.call("Emulation.setDeviceMetricsOverride", session, width=1680 - width, height=1200,
                 deviceScaleFactor=1, mobile=False)
    settle(browser, session)
    turned = evaluate(browser, session, MEASURE)
    problems += [f"after turning: {problem}"
                 for problem in page_problems(turned, 1680 - width, has_scripts)]
    if turned["background"] == page["background"]:
        problems.append("light and dark look the same")
    problems += errors_in(browser.events)
    browser.call("Target.closeTarget", targetId=target)
    return page, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("summary", type=pathlib.Path)
    parser.add_argument("--screenshots", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    summary = json.loads(arguments.summary.read_text())
    if not arguments.report.is_file():
        raise SystemExit(f"error: no report at {arguments.report}")
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)
    browser = Browser()
    failed = 0
    try:
        ways = [(width, scheme, True) for width in (1280, 400) for scheme in ("light", "dark")]
        for width, scheme, has_scripts in ways + [(1280, "light", False), (400, "dark", False)]:
            page, problems = check(browser, arguments.report, summary, width, scheme,
                                   has_scripts, arguments.screenshots)
            way = f"{width} px, {scheme}" + ("" if has_scripts else ", scripts off")
            for problem in problems:
                print(f"FAIL {way}: {problem}")
            if not problems:
                live = sum(chart["live"] for chart in page["charts"])
                print(f"ok   {way}: {len(page['charts'])} charts, {live} interactive, headline"
                      f" {page['headline']['text']} as in summary.json")
            failed += bool(problems)
    finally:
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

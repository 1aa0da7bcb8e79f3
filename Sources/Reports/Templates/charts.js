// Replaces the drawings by interactive charts. The options come from the program; here, colours
// that are variables of the style sheet get their present value, and formatters their function.
(function () {
  "use strict";
  const options = JSON.parse(document.getElementById("chart-data").textContent);
  const charts = [];

  const escaped = (text) => String(text).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";");
  const two = (number) => String(number).padStart(2, "0");
  const fixed = (value, digits) =>
    value.toLocaleString("en-US", { maximumFractionDigits: digits });

  function clock(milliseconds) {
    const seconds = Math.round(milliseconds / 1000);
    const days = Math.floor(seconds / 86400);
    const hours = Math.floor(seconds / 3600) % 24;
    const rest = two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
    if (days > 0) return days + " d " + two(hours) + ":" + rest;
    return hours > 0 ? hours + ":" + rest : Math.floor(seconds / 60) + ":" + two(seconds % 60);
  }

  const units = {
    count: (value) => value >= 10000 ? fixed(value / 1000, 1) + "k" : fixed(value, 2),
    latency: (value) => value < 1 ? fixed(value, 2) + " ms"
      : value < 1000 ? fixed(value, value < 100 ? 1 : 0) + " ms"
        : fixed(value / 1000, 2) + " s",
    share: (value) => fixed(value * 100, 1) + " %",
    seconds: (value) => fixed(value, 2) + " s",
    dollars: (value) => "$" + fixed(value, 2),
    cores: (value) => fixed(value, 2),
    bytes: (value) => fixed(value / 1048576, 0) + " MiB",
  };

  const tip = (heading, lines) =>
    '<div class="tip"><b>' + escaped(heading) + "</b>" + lines.join("<br>") + "</div>";
  const line = (item, text) => item.marker + escaped(item.seriesName) + " <b style='display:inline'>"
    + escaped(text) + "</b>";

  const functions = { clock };
  for (const [name, unit] of Object.entries(units)) {
    functions[name] = unit;
    functions["tooltip-" + name] = (items) => tip(
      clock(items[0].value[0]),
      items.filter((item) => item.value[1] !== null)
        .map((item) => line(item, unit(item.value[1]))));
    functions["bars-" + name] = (items) => tip(
      items[0].data.name || items[0].name,
      items.filter((item) => item.seriesName !== "" && item.value > 0)
        .map((item) => line(item, unit(item.value))));
    functions["total-" + name] = (item) => unit(item.data.total);
  }
  functions.text = (item) => item.data.text;
  functions.estimate = (item) => tip(item.data.name, [escaped(item.data.text)]);
  functions.whisker = (parameters, api) => {
    const low = api.coord([api.value(1), api.value(0)]);
    const high = api.coord([api.value(2), api.value(0)]);
    const style = { stroke: api.visual("color"), lineWidth: 1.5 };
    const mark = (x1, y1, x2, y2) => ({ type: "line", shape: { x1, y1, x2, y2 }, style });
    return {
      type: "group",
      children: [
        mark(low[0], low[1], high[0], high[1]),
        mark(low[0], low[1] - 5, low[0], low[1] + 5),
        mark(high[0], high[1] - 5, high[0], high[1] + 5),
      ],
    };
  };
  functions.pod = (item) => tip(item.name, [
    line(item, ""),
    escaped(clock(item.value[1]) + " to " + clock(item.value[2])),
  ]);
  functions.bar = (parameters, api) => {
    const from = api.coord([api.value(1), api.value(0)]);
    const to = api.coord([api.value(2), api.value(0)]);
    const height = Math.max(4, api.size([0, 1])[1] * 0.62);
    const area = parameters.coordSys;
    const left = Math.max(from[0], area.x);
    const right = Math.min(Math.max(to[0], from[0] + 1), area.x + area.width);
    if (right <= left) return null;
    return {
      type: "rect",
      shape: { x: left, y: from[1] - height / 2, width: right - left, height: height },
      style: { fill: api.visual("color") },
    };
  };

  const functionKeys = new Set(["formatter", "renderItem"]);

  function resolved(value, key, style) {
    if (Array.isArray(value)) return value.map((item) => resolved(item, key, style));
    if (value !== null && typeof value === "object") {
      const copy = {};
      for (const name of Object.keys(value)) copy[name] = resolved(value[name], name, style);
      return copy;
    }
    if (typeof value !== "string") return value;
    if (functionKeys.has(key) && value.startsWith("@")) return functions[value.slice(1)];
    const variable = /color$/i.test(key) && /^var\((--[a-z0-9-]+)\)$/.exec(value);
    return variable ? style.getPropertyValue(variable[1]).trim() : value;
  }

  function themed(option) {
    const style = getComputedStyle(document.documentElement);
    const copy = resolved(option, "", style);
    const tooltip = copy.tooltip || {};
    tooltip.backgroundColor = style.getPropertyValue("--surface").trim();
    tooltip.borderColor = style.getPropertyValue("--grid").trim();
    tooltip.textStyle = { color: style.getPropertyValue("--text").trim(), fontSize: 13 };
    copy.tooltip = tooltip;
    // By name, since widths of texts are measured outside of the page.
    copy.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
    return copy;
  }

  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const option = options[figure.dataset.chart];
    if (!option) continue;
    const place = document.createElement("div");
    place.className = "live";
    place.style.height = figure.dataset.height + "px";
    figure.append(place);
    const chart = echarts.init(place, null, { renderer: "svg" });
    if (option.dataZoom) chart.group = "time";
    chart.setOption(themed(option));
    figure.querySelector(".drawing").hidden = true;
    charts.push({ chart, option });
    new ResizeObserver(() => chart.resize()).observe(place);
  }
  echarts.connect("time");

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    for (const { chart, option } of charts) {
      const zoom = chart.getOption().dataZoom;
      chart.setOption(themed(option), true);
      if (zoom && zoom.length > 0) {
        chart.dispatchAction({ type: "dataZoom", start: zoom[0].start, end: zoom[0].end });
      }
    }
  });
  document.documentElement.dataset.charts = String(charts.length);
})();

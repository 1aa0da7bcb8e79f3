// Finds pods among the explained decisions: a pod is shown when its heading, or the name of a node
// in one of its tables, holds what was typed. Without this script all pods are listed.
(function () {
  "use strict";
  const pods = [...document.querySelectorAll(".decisions > details")];
  const search = document.getElementById("decision-search");
  const failed = document.getElementById("decision-failed");
  const count = document.getElementById("decision-count");
  if (pods.length < 2) return;
  document.querySelector(".chooser").hidden = false;
  if (!pods.some((pod) => pod.dataset.failed)) failed.parentElement.hidden = true;
  const texts = pods.map((pod) => [pod.querySelector("summary").textContent,
    ...[...pod.querySelectorAll("tbody th")].map((cell) => cell.textContent)]
    .join("\n").toLowerCase());

  function show() {
    const wanted = search.value.trim().toLowerCase();
    let shown = 0;
    pods.forEach((pod, index) => {
      const fits = texts[index].includes(wanted) && (!failed.checked || pod.dataset.failed);
      pod.hidden = !fits;
      if (fits) shown += 1;
    });
    count.textContent = shown === pods.length ? pods.length + " pods" : shown + " of " + pods.length;
  }

  search.addEventListener("input", show);
  failed.addEventListener("change", show);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const first = pods.find((pod) => !pod.hidden);
    if (first) {
      first.open = true;
      first.querySelector("summary").focus();
    }
  });
  show();
})();

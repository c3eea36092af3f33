// A drawn lane tells more: what a mark or bar stands for, where a mouse or finger points, and with
// the arrow keys for whoever has the focus on the lane. The table under it says the same.
(function () {
  "use strict";
  var LANES = ".kb-swim__table svg[role=img]";

  function told(lane) {
    return lane.closest(".kb-swim").querySelector(".kb-swim__told");
  }
  function parts(lane) {
    return Array.from(lane.children).filter(function (part) {
      return part.querySelector(":scope > title");
    }).sort(function (one, other) {
      return one.getBoundingClientRect().left - other.getBoundingClientRect().left;
    });
  }
  function show(lane, part) {
    parts(lane).forEach(function (one) { one.classList.toggle("kb-swim__at", one === part); });
    told(lane).textContent = part ? part.querySelector(":scope > title").textContent : "";
  }
  function step(lane, key) {
    var all = parts(lane);
    var at = all.findIndex(function (one) { return one.classList.contains("kb-swim__at"); });
    var to = {ArrowRight: at + 1, ArrowLeft: at < 0 ? all.length - 1 : at - 1, Home: 0, End: all.length - 1}[key];
    show(lane, all[Math.min(Math.max(to, 0), all.length - 1)]);
  }
  function lane_at(event) { return event.target.closest && event.target.closest(LANES); }

  document.addEventListener("keydown", function (event) {
    var lane = lane_at(event);
    if (!lane || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return show(lane, null);
    if (!/^(ArrowRight|ArrowLeft|Home|End)$/.test(event.key)) return;
    event.preventDefault();
    step(lane, event.key);
  });
  ["pointerover", "click"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var lane = lane_at(event);
      if (!lane) return;
      var part = parts(lane).find(function (one) { return one.contains(event.target); });
      if (part) show(lane, part);
    });
  });
  document.addEventListener("focusout", function (event) {
    var lane = lane_at(event);
    if (lane) show(lane, null);
  });
  function ready() {
    document.querySelectorAll(LANES).forEach(function (lane) { lane.setAttribute("tabindex", "0"); });
    document.querySelectorAll(".kb-swim__how").forEach(function (hint) { hint.hidden = false; });
  }
  ready();
  document.addEventListener("htmx:load", ready);
})();

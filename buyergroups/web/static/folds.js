// What folds out over the page folds in again: with Escape, or with a click beside it. What folds
// out within the page and has an id stays as it is when its part of the page is drawn anew. A list
// of boxes says in the line that it folds under what is ticked.
(function () {
  "use strict";
  var FOLDS = "details.kb-choices[open], details.kb-menu[open]";
  function fold(except) {
    document.querySelectorAll(FOLDS).forEach(function (one) {
      if (one.contains(except)) return;
      var inside = one.contains(document.activeElement);
      one.open = false;
      if (inside) one.querySelector("summary").focus();
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") fold(null);
  });
  document.addEventListener("click", function (event) { fold(event.target); });

  var MOST_NAMED = 4;
  document.querySelectorAll("details.kb-ticks").forEach(function (list) {
    var count = list.querySelector("[data-ticked]");
    var named = list.querySelector("[data-ticked-names]");
    list.addEventListener("change", function () {
      var names = Array.from(list.querySelectorAll("input:checked"), function (box) {
        return box.closest("label").querySelector("[data-tick]").textContent;
      });
      count.textContent = names.length ? names.length + " " + count.dataset.ticked : count.dataset.tickedNone;
      named.textContent = names.slice(0, MOST_NAMED).concat(names.length > MOST_NAMED ? ["\u2026"] : []).join(", ");
    });
  });

  var kept = [];
  var focus = "";
  document.addEventListener("htmx:beforeSwap", function (event) {
    kept = Array.from(event.target.querySelectorAll("details[id][open]"), function (one) { return one.id; });
    focus = document.activeElement.id;
  });
  document.addEventListener("htmx:afterSwap", function () {
    kept.splice(0).forEach(function (id) {
      var one = document.getElementById(id);
      if (one) one.open = true;
    });
    // What was folded in for a moment could not get the focus back.
    var lost = focus && document.activeElement === document.body;
    if (lost && document.getElementById(focus)) document.getElementById(focus).focus({preventScroll: true});
  });
})();

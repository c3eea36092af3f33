// What folds out over the page folds in again: with Escape, or with a click beside it. What folds
// out within the page and has an id stays as it is when its part of the page is drawn anew.
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

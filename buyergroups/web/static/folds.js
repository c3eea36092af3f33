// What folds out over the page folds in again: with Escape, or with a click beside it.
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
})();

// "Copy link": puts the address from the field beside the button on the clipboard. Without this
// script the button is not shown, and the field can be selected.
(function () {
  "use strict";
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var field = document.getElementById(button.dataset.copy);
    var told = button.closest(".kb-copy").querySelector("[role=status]");
    button.hidden = false;

    function say(done) {
      told.textContent = done ? told.dataset.copied : told.dataset.notCopied;
    }
    // Only on https, or on this very machine, is there a clipboard to write to.
    function copy() {
      return navigator.clipboard
        ? navigator.clipboard.writeText(field.value)
        : Promise.reject(new Error("no clipboard"));
    }
    button.addEventListener("click", function () {
      field.select();
      copy().then(function () { say(true); }, function () { say(document.execCommand("copy")); });
    });
  });
})();

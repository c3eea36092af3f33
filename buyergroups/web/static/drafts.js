// Keeps what somebody types in a form with data-concept, on the server, every few seconds.
// A form that came back unrecorded (data-concept-unsaved) is kept although nobody typed since.
// Nothing is kept in the browser. Without this script the form works as any form does.
(function () {
  "use strict";
  document.querySelectorAll("form[data-concept]").forEach(function (form) {
    // A block that has a line of its own tells when what is in it was kept.
    var blocks = Array.prototype.map.call(form.querySelectorAll("[data-concept-block]"), function (block) {
      return {element: block, told: block.querySelector("[data-concept-status]"), last: content(block)};
    });
    var told = Array.prototype.filter.call(form.querySelectorAll("[data-concept-status]"), function (line) {
      return !line.closest("[data-concept-block]");
    })[0];
    var every = Number(form.dataset.conceptEvery) || 10000;
    var last = "conceptUnsaved" in form.dataset ? "" : typed();
    var sent = false;

    function typed() {
      var data = new FormData(form);
      data.set("concept", form.dataset.concept);
      return new URLSearchParams(data).toString();
    }
    function content(block) {
      return JSON.stringify(Array.prototype.map.call(block.querySelectorAll("input, select, textarea"), function (field) {
        return [field.name, field.value, field.checked];
      }));
    }
    function say(text, failed) {
      if (told) {
        told.textContent = text;
        told.classList.toggle("kb-late", failed);
      }
    }
    function save(leaving) {
      var body = typed();
      if (sent || body === last) return;
      last = body;
      var now = blocks.map(function (block) { return content(block.element); });
      fetch("/concept", {
        method: "POST",
        body: body,
        // As a part of a page: whose session ended gets a 401 and not the page to sign in.
        headers: {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"},
        credentials: "same-origin",
        keepalive: leaving && body.length < 60000
      }).then(function (answer) {
        if (answer.status === 401) return say(form.dataset.conceptEnded, true);
        if (!answer.ok) throw new Error(answer.status);
        return answer.text().then(function (text) {
          say(text, false);
          blocks.forEach(function (block, nr) {
            if (block.last !== now[nr]) block.told.textContent = text;
            block.last = now[nr];
          });
        });
      }).catch(function () {
        last = "";
        say(form.dataset.conceptFailed, true);
      });
    }
    form.addEventListener("submit", function () { sent = true; });
    window.setInterval(function () { save(false); }, every);
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") save(true);
    });
  });
})();

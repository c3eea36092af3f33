// An open board shows what others record, without a click: it asks every few seconds whether there
// is anything new (usually not: an empty answer), and keeps focus and place when there is. When it
// gets no answer any more, it says so: asking does not keep a session alive, so on a wall it ends.
(function () {
  "use strict";
  var board = document.querySelector("[data-live]");
  if (!board) return;
  var CARD = ".kb-card, .kb-chip";
  var MISSED = 3;
  var PATIENCE = 20000;
  var ended = document.getElementById("sessie-voorbij");
  var lost = document.getElementById("geen-verbinding");
  var missed = 0;
  var asking = false;
  var seen = new Date();

  function mark(node) {
    if (node && node.tagName === "SUMMARY" && node.parentNode.id) return "#" + node.parentNode.id;
    return node && (node.getAttribute("href") || node.getAttribute("formaction") || node.id);
  }
  // A filter that somebody chooses brings a board of its own.
  function busy() {
    return board.querySelector(".htmx-request");
  }
  function texts() {
    var found = {};
    board.querySelectorAll(CARD).forEach(function (card) {
      found[mark(card.querySelector("a"))] = card.textContent.replace(/\s+/g, " ");
    });
    return found;
  }
  function point(before) {
    var names = [];
    var now = texts();
    board.querySelectorAll(CARD).forEach(function (card) {
      var link = card.querySelector("a");
      if (before[mark(link)] === now[mark(link)]) return;
      card.classList.add("kb-card--live");
      names.push(link.textContent);
    });
    return names;
  }
  // All of it, but for the form in which somebody is typing or choosing: taken out of the page for
  // a moment, it would lose the focus and what is folded out.
  function replace(now, fresh, form) {
    var hold = Array.from(now.childNodes).find(function (node) { return node.contains(form); });
    var beside = Array.from(fresh.childNodes).find(function (node) {
      return node.contains(fresh.querySelector("form.kb-filters"));
    });
    if (!form || !hold || !beside) return now.replaceChildren(...fresh.childNodes);
    Array.from(now.childNodes).forEach(function (node) { if (node !== hold) node.remove(); });
    var after = false;
    Array.from(fresh.childNodes).forEach(function (node) {
      if (node === beside) after = true;
      else if (after) now.append(node);
      else hold.before(node);
    });
    if (hold !== form) replace(hold, beside, form);
  }
  function show(html) {
    if (busy()) return;
    var page = new DOMParser().parseFromString(html, "text/html");
    var before = texts();
    var focus = board.contains(document.activeElement) ? mark(document.activeElement) : null;
    var place = [window.scrollX, window.scrollY];
    ["melding", "gewijzigd"].forEach(function (id) {
      var part = page.getElementById(id);
      if (!part) return;
      if (id === "gewijzigd") document.getElementById(id).replaceChildren(...part.childNodes);
      part.remove();
    });
    var open = Array.from(board.querySelectorAll("details[id][open]"), function (one) { return one.id; });
    var form = board.querySelector("form.kb-filters");
    replace(board, page.body, form && form.contains(document.activeElement) ? form : null);
    window.htmx.process(board);
    open.forEach(function (id) {
      var one = document.getElementById(id);
      if (one) one.open = true;
    });
    var names = point(before);
    if (focus && !board.contains(document.activeElement)) {
      Array.from(board.querySelectorAll("a, button, summary, [id]")).some(function (node) {
        if (mark(node) !== focus) return false;
        node.focus({preventScroll: true});
        return true;
      });
    }
    window.scrollTo(place[0], place[1]);
    if (names.length) {
      document.getElementById("melding").textContent = board.dataset.live + " " + names.join(", ");
    }
  }
  function look() {
    var stand = board.querySelector("[data-stand]");
    if (document.visibilityState !== "visible" || busy() || !stand || asking) return;
    // One question at a time: a second answer to the same stand would take the marks away again.
    asking = true;
    var address = new URL(window.location.href);
    address.searchParams.set("stand", stand.dataset.stand);
    fetch(address, {
      headers: {"HX-Request": "true"}, credentials: "same-origin", redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE)
    })
      .then(function (answer) {
        var out = answer.status === 401 || answer.type === "opaqueredirect";
        tell_ended(out);
        if (!out && answer.status >= 500) throw new Error(answer.status);
        tell_lost(0);
        return answer.status === 200 ? answer.text().then(show) : null;
      })
      .catch(function () { tell_lost(missed + 1); })
      .finally(function () { asking = false; });
  }
  function tell_ended(out) {
    if (!ended || ended.hidden !== out) return;
    var words = ended.querySelector("p").firstChild.textContent;
    // The same address asks for signing in, and leads back here.
    ended.querySelector("a").href = window.location.pathname + window.location.search;
    ended.hidden = !out;
    if (out) document.getElementById("melding").textContent = words;
  }
  // One answer that does not come is nothing; after some, the picture may be an old one.
  function tell_lost(times) {
    missed = times;
    if (missed === 0) seen = new Date();
    if (!lost) return;
    var moment = seen.toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit", minute: "2-digit", timeZone: "Europe/Amsterdam"
    });
    lost.textContent = missed < MISSED ? "" : lost.dataset.words + " " + moment + ".";
  }
  window.setInterval(look, Number(board.dataset.liveEvery));
  document.addEventListener("visibilitychange", look);
})();

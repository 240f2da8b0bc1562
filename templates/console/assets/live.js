// Live pages: what changed is taken over and nothing else. Open disclosures, focus, selection, scroll and what somebody typed stay.
// All tabs of a browser share one event stream: the tab that holds the lock has it, and tells the others.
(() => {
  "use strict";
  const body = document.body;
  const stream = body.dataset.liveStream;
  const region = () => document.getElementById("live");
  if (!region()) return;

  const say = (name) => {
    // One thing at a time: signed out says more than lost.
    for (const bar of document.querySelectorAll("[data-says]")) bar.hidden = bar.dataset.says !== name;
  };
  let said = null;
  const state = (name) => {
    if (said === "signed-out" || said === name) return;
    said = name;
    say(name);
  };

  // --- What is asked for. A burst is answered at once, a steady stream every three seconds; a hidden tab asks when it is looked at.
  const BURST = 4;
  const EVERY = 3000;
  let tokens = BURST;
  let filled = Date.now();
  let asking = false;
  let timer = 0;
  let paused = false;
  const wanted = { jobs: new Set(), all: false };
  const waiting = () => wanted.all || wanted.jobs.size > 0;

  const want = (news) => {
    for (const job of news.jobs ?? []) wanted.jobs.add(job);
    if (news.all) wanted.all = true;
    show();
    ask();
  };
  const ask = () => {
    if (asking || paused || document.hidden || !waiting() || timer) return;
    const now = Date.now();
    const refill = Math.floor((now - filled) / EVERY);
    tokens = Math.min(BURST, tokens + refill);
    filled = tokens === BURST ? now : filled + refill * EVERY;
    if (tokens < 1) {
      timer = setTimeout(() => {
        timer = 0;
        ask();
      }, filled + EVERY - now);
      return;
    }
    tokens -= 1;
    void fetchNews();
  };

  async function fetchNews() {
    asking = true;
    const jobs = [...wanted.jobs];
    const all = wanted.all;
    wanted.jobs.clear();
    wanted.all = false;
    try {
      const live = region();
      const rows = live.dataset.changed;
      if (rows && !(all && jobs.length === 0) && jobs.length <= 50) {
        const text = await get(`${rows}${rows.includes("?") ? "&" : "?"}only=${jobs.join(",")}`);
        if (text !== null) takeRows(text, jobs);
      } else if (!live.dataset.job || all || jobs.includes(Number(live.dataset.job))) {
        const text = await get(body.dataset.here);
        if (text !== null) takePage(text);
      }
    } catch {
      // The stream says when there is no way to the server; what was wanted is asked for again then.
      for (const job of jobs) wanted.jobs.add(job);
      wanted.all ||= all;
      state("lost");
      timer = setTimeout(() => {
        timer = 0;
        ask();
      }, EVERY);
    }
    asking = false;
    show();
    ask();
  }

  async function get(address) {
    const answer = await fetch(address, { headers: { "Sprinters-Live": "1" }, credentials: "same-origin", redirect: "error" });
    if (answer.status === 401) {
      state("signed-out");
      return null;
    }
    if (answer.status === 404) {
      // Gone, or not for this person any more: the next load says which.
      return null;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  // --- What is taken over.
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const dirty = new WeakSet();
  document.addEventListener("input", (event) => event.target.form && dirty.add(event.target.form));
  const selected = (node) => {
    const selection = document.getSelection();
    return selection && !selection.isCollapsed && selection.containsNode(node, true);
  };
  const morph = (from, to) => {
    const focused = document.activeElement;
    window.Idiomorph.morph(from, to, {
      morphStyle: "outerHTML",
      restoreFocus: true,
      callbacks: {
        // What somebody opened stays open, and what they typed stays typed.
        beforeAttributeUpdated: (name, node) => !(name === "open" && (node.tagName === "DETAILS" || node.tagName === "DIALOG")),
        beforeNodeMorphed: (node, next) => {
          if (node.tagName === "FORM" && (dirty.has(node) || node.contains(document.activeElement))) return false;
          if (node.nodeType === Node.TEXT_NODE && node.nodeValue !== next.nodeValue && selected(node)) return false;
          return true;
        },
        // What somebody is about to press does not go away under their finger.
        beforeNodeRemoved: (node) => !(node.nodeType === Node.ELEMENT_NODE && node.matches("section,details,form") && node.contains(document.activeElement)),
      },
    });
    if (focused !== document.body && !focused.isConnected) document.getElementById("main").focus({ preventScroll: true });
  };

  function takeRegion(text) {
    const next = parsed(text).getElementById("live");
    if (!next) return;
    morph(region(), next);
    document.dispatchEvent(new CustomEvent("sprinters:changed"));
  }

  // A list keeps its rows where they are, also when all of it is asked for again.
  function takePage(text) {
    const rows = parsed(text).querySelectorAll("#jobs tbody tr");
    if (!region().dataset.changed || !list() || rows.length === 0) {
      takeRegion(text);
      return;
    }
    const ids = new Set([...rows].map((row) => Number(row.dataset.job)));
    const oldest = Math.min(...ids);
    for (const row of list().children) if (Number(row.dataset.job) >= oldest) ids.add(Number(row.dataset.job));
    takeRows(text, [...ids]);
  }

  const fresh = new Map();
  const list = () => document.querySelector("#jobs tbody");
  const rowOf = (id) => document.getElementById(`row-${id}`);
  // Whether nobody reads or points at the list: only then may rows move.
  const calm = () => {
    const table = document.getElementById("jobs");
    const pill = document.getElementById("new-jobs");
    return window.scrollY < 40 && !table.matches(":hover") && !pill.matches(":hover, :focus") && !table.contains(document.activeElement) && !selected(table);
  };
  function insert(row) {
    const id = Number(row.dataset.job);
    const rows = [...list().children];
    const after = rows.find((other) => Number(other.dataset.job) < id);
    list().insertBefore(row, after ?? null);
  }
  function takeRows(text, jobs) {
    const next = parsed(text);
    const statuses = next.getElementById("statuses");
    if (statuses) morph(document.getElementById("statuses"), statuses);
    if (!list()) {
      // The list was empty: the page has no table yet.
      if (next.querySelector("tr")) {
        wanted.all = true;
        wanted.jobs.clear();
      }
      return;
    }
    for (const id of jobs) {
      const row = next.getElementById(`row-${id}`);
      const here = rowOf(id);
      if (here && row) {
        here.classList.remove("left");
        morph(here, row);
      } else if (here) {
        // It does not fit the filters any more. It stays where it is until nobody looks.
        here.classList.add("left");
      } else if (row) {
        fresh.set(id, row);
      } else {
        fresh.delete(id);
      }
    }
    settle(false);
    document.dispatchEvent(new CustomEvent("sprinters:changed"));
  }
  /** Lets rows in and out, if somebody asked for it or nobody looks. */
  function settle(asked) {
    if (!list()) return;
    const oldest = Number(list().lastElementChild?.dataset.job ?? 0);
    for (const [id] of fresh) {
      // What is older than this page belongs to another one.
      if (!("newest" in region().dataset) || (id < oldest && list().children.length >= 50)) fresh.delete(id);
    }
    if (asked || calm()) {
      for (const row of fresh.values()) insert(row);
      fresh.clear();
      for (const row of list().querySelectorAll("tr.left")) row.remove();
      while (list().children.length > 200) list().lastElementChild.remove();
    }
    const pill = document.getElementById("new-jobs");
    pill.hidden = fresh.size === 0;
    pill.textContent = fresh.size === 1 ? "1 new job" : `${fresh.size} new jobs`;
  }
  document.addEventListener("click", (event) => {
    if (event.target.id === "new-jobs") {
      settle(true);
      window.scrollTo({ top: 0 });
      list().querySelector("a")?.focus({ preventScroll: true });
    }
  });
  // Whoever goes from the list to the button gets there.
  setInterval(() => fresh.size > 0 && !document.hidden && settle(false), 2000);

  // --- Pause.
  const button = document.querySelector("[data-live-pause]");
  function show() {
    if (!button) return;
    const count = wanted.jobs.size + (wanted.all ? 1 : 0);
    button.setAttribute("aria-pressed", String(paused));
    button.textContent = !paused ? "Pause updates" : count > 0 ? `Resume updates (${count})` : "Resume updates";
    body.toggleAttribute("data-paused", paused);
  }
  button?.addEventListener("click", () => {
    paused = !paused;
    show();
    ask();
  });
  document.addEventListener("visibilitychange", ask);

  // A page that waits for something outside of the account's jobs looks by itself.
  setInterval(() => {
    if (region()?.dataset.poll !== undefined && !document.hidden && !paused) want({ all: true });
  }, EVERY);
  show();
  if (!stream) return;

  // --- The stream, one for all tabs.
  const name = `sprinters:${stream}:${body.dataset.person}`;
  const channel = new BroadcastChannel(name);
  let heard = Date.now();
  let source = null;
  const hear = ({ kind, news }) => {
    heard = Date.now();
    if (kind === "open") {
      // Whatever happened while nobody listened.
      if (said === "lost") want({ all: true });
      state(null);
    } else if (kind === "lost" || kind === "signed-out") {
      state(kind);
    } else if (kind === "change") {
      state(null);
      want(news);
    }
  };
  channel.onmessage = (event) => hear(event.data);
  const tell = (message) => {
    channel.postMessage(message);
    hear(message);
  };
  function open() {
    source = new EventSource(stream);
    source.addEventListener("hello", () => tell({ kind: "open" }));
    source.addEventListener("beat", () => tell({ kind: "beat" }));
    source.addEventListener("change", (event) => tell({ kind: "change", news: JSON.parse(event.data) }));
    source.onerror = async () => {
      if (source.readyState !== EventSource.CLOSED) {
        tell({ kind: "lost" });
        return;
      }
      // A browser does not say why it gave up: a page asked for in the same way does.
      source = null;
      let status = 0;
      try {
        status = (await fetch(body.dataset.here, { method: "HEAD", headers: { "Sprinters-Live": "1" }, redirect: "error" })).status;
      } catch {
        // No way to the server.
      }
      tell({ kind: status === 401 ? "signed-out" : "lost" });
      if (status !== 401) setTimeout(open, 5000);
    };
  }
  const lead = (steal) => {
    if (!navigator.locks) {
      open();
      return;
    }
    navigator.locks
      .request(name, steal ? { steal: true } : {}, () => {
        // What happened between the last leader's end and this is caught up with.
        if (Date.now() - heard > 1000) want({ all: true });
        open();
        return new Promise(() => {});
      })
      .catch(() => {
        // Another tab took it over: this one was asleep.
        source?.close();
        source = null;
        lead(false);
      });
  };
  lead(false);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      want({ all: true });
      if (source) open();
    }
  });
  setInterval(() => {
    // The tab that has the stream may sleep: a phone stops what is not looked at.
    if (!source && !document.hidden && Date.now() - heard > 45000) {
      heard = Date.now();
      lead(true);
    }
  }, EVERY);
})();

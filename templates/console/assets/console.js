// The pages work without this. It keeps times and costs of what runs true, copies, and knows keys, theme and density.
(() => {
  "use strict";
  const root = document.documentElement;
  root.setAttribute("data-script", "");

  // --- What ticks: relative times, durations and costs of what runs, and the drawing of a running job.
  const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const ago = (seconds) => {
    const future = seconds < 0;
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS[3];
    const count = Math.floor(Math.abs(seconds) / size);
    if (count === 0) return "just now";
    const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
    return future ? `in ${words}` : `${words} ago`;
  };
  const pair = (big, bigUnit, small, smallUnit) => (small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`);
  const duration = (millis) => {
    const seconds = Math.max(0, Math.floor(millis / 1000));
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return pair(Math.floor(seconds / 60), "min", seconds % 60, "s");
    if (seconds < 86400) return pair(Math.floor(seconds / 3600), "h", Math.floor((seconds % 3600) / 60), "min");
    return pair(Math.floor(seconds / 86400), "d", Math.floor((seconds % 86400) / 3600), "h");
  };
  const dollars = (micro) => {
    if (micro <= 0) return "$0";
    if (micro < 1000) return "<$0.001";
    if (micro < 100000) return `$${(Math.round(micro / 1000) / 1000).toFixed(3)}`;
    return `$${(Math.round(micro / 10000) / 100).toFixed(2)}`;
  };
  const write = (element, text) => {
    if (element.textContent === text) return;
    // A selection that reaches into it stays.
    const selection = document.getSelection();
    if (selection && !selection.isCollapsed && selection.containsNode(element, true)) return;
    if (element.firstChild?.nodeType === Node.TEXT_NODE) element.firstChild.nodeValue = text;
    else element.textContent = text;
  };
  const stretch = (svg) => {
    // Drawn when the job had run for so long; since then everything but what still runs got narrower.
    const total = Number(svg.dataset.total);
    const more = (Date.now() - Number(svg.dataset.drawn)) / 1000;
    if (!(total > 0) || more < 0) return;
    const scale = total / (total + more);
    for (const element of svg.querySelectorAll("[data-x]")) {
      const x = Number(element.dataset.x) * scale;
      if (element.tagName === "line") {
        element.setAttribute("x1", `${x}%`);
        element.setAttribute("x2", `${x}%`);
      } else element.setAttribute("x", `${x}%`);
      if (element.dataset.width) element.setAttribute("width", `${"open" in element.dataset ? 100 - x : Number(element.dataset.width) * scale}%`);
    }
  };
  let turn = 0;
  const tick = () => {
    if (document.hidden || document.body.hasAttribute("data-paused")) return;
    const now = Date.now();
    for (const time of document.querySelectorAll("time[data-since]")) write(time, duration(now - Date.parse(time.dateTime)));
    for (const cost of document.querySelectorAll("data[data-hour]")) {
      write(cost, dollars(Number(cost.value) + (Number(cost.dataset.hour) * Math.max(0, now - Number(cost.dataset.at))) / 3600000));
    }
    for (const svg of document.querySelectorAll("svg[data-drawn]")) stretch(svg);
    if (turn++ % 15 === 0) {
      for (const time of document.querySelectorAll("time[data-ago]")) write(time, ago((now - Date.parse(time.dateTime)) / 1000));
    }
  };
  setInterval(tick, 1000);
  // The absolute time in the reader's own zone, where a pointer rests.
  const local = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
  const localise = () => {
    for (const time of document.querySelectorAll("time[data-ago]:not([data-local])")) {
      time.dataset.local = "";
      time.title = `${local.format(new Date(time.dateTime))}\n${time.title}`;
    }
  };
  document.addEventListener("sprinters:changed", localise);
  document.addEventListener("DOMContentLoaded", localise);

  // --- Theme and density: kept in a cookie, so that the next page is drawn right at once.
  const look = () => ({ theme: root.dataset.theme || "auto", density: root.dataset.density || "comfortable" });
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("button[data-theme-choice], button[data-density-choice]");
    if (!choice) return;
    const next = { ...look() };
    if (choice.dataset.themeChoice) next.theme = choice.dataset.themeChoice;
    if (choice.dataset.densityChoice) next.density = choice.dataset.densityChoice;
    root.dataset.theme = next.theme;
    root.dataset.density = next.density;
    document.cookie = `sprinters-look=${next.theme}.${next.density}; Path=/; Max-Age=31536000; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
    pressed();
  });
  const pressed = () => {
    for (const button of document.querySelectorAll("button[data-theme-choice]")) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === look().theme));
    for (const button of document.querySelectorAll("button[data-density-choice]")) button.setAttribute("aria-pressed", String(button.dataset.densityChoice === look().density));
  };
  pressed();

  // --- Copying, and menus that close.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        if (!menu.contains(event.target)) menu.open = false;
      }
      return;
    }
    const text = document.getElementById(button.dataset.copy)?.textContent ?? "";
    try {
      await navigator.clipboard.writeText(text.trim());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select and copy";
    }
  });
  // Without a script the button stays away: it could do nothing.
  const reveal = () => document.querySelectorAll("button[data-copy][hidden]").forEach((button) => button.removeAttribute("hidden"));
  document.addEventListener("DOMContentLoaded", reveal);
  document.addEventListener("sprinters:changed", reveal);

  // --- Keys.
  const rows = () => [...document.querySelectorAll("table.lines tbody tr")];
  const step = (by) => {
    const all = rows();
    if (all.length === 0) return;
    const here = all.findIndex((row) => row.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + by))];
    next.querySelector("a").focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const palette = document.getElementById("palette");
  const openPalette = () => {
    if (!palette || palette.open) return;
    palette.showModal();
    const input = palette.querySelector("input");
    input.value = "";
    narrow();
    input.focus();
  };
  const narrow = () => {
    const words = palette.querySelector("input").value.trim().toLowerCase();
    for (const item of palette.querySelectorAll("li[data-fixed]")) item.hidden = !item.textContent.toLowerCase().includes(words);
    const search = palette.querySelector("li[data-search-jobs]");
    if (search) {
      search.hidden = words === "";
      const link = search.querySelector("a");
      link.href = `${link.dataset.base}?q=${encodeURIComponent(palette.querySelector("input").value.trim())}`;
      link.textContent = `Search jobs for “${palette.querySelector("input").value.trim()}”`;
    }
  };
  palette?.querySelector("input").addEventListener("input", narrow);
  palette?.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    palette.querySelector("li:not([hidden]) a")?.click();
  });
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-open-keys]")) document.getElementById("keys")?.showModal();
    if (event.target.closest("[data-open-palette]")) openPalette();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const search = document.querySelector("[data-search]");
    if (event.key === "/" && search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "?") document.getElementById("keys")?.showModal();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "o") document.activeElement.closest("tr")?.querySelector("a")?.click();
    else if (event.key === "p") document.querySelector("[data-live-pause]")?.click();
  });
})();

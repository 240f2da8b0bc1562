// The pages work without this. It says when a live page lost its stream, keeps relative times true, and copies.
(() => {
  "use strict";
  const lost = () => document.getElementById("stream-lost");

  // The page says within seconds that what it shows may be old; when the stream is back it catches up.
  document.addEventListener("htmx:sseError", () => lost()?.removeAttribute("hidden"));
  document.addEventListener("htmx:sseOpen", () => {
    const bar = lost();
    if (bar && !bar.hidden) {
      bar.hidden = true;
      window.htmx.trigger(document.body, "recovered");
    }
  });

  const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const ago = (seconds) => {
    const future = seconds < 0;
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS[3];
    const count = Math.floor(Math.abs(seconds) / size);
    if (count === 0) return "just now";
    const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
    return future ? `in ${words}` : `${words} ago`;
  };
  const tick = () => {
    for (const time of document.querySelectorAll("time[data-ago]")) {
      const text = ago((Date.now() - Date.parse(time.dateTime)) / 1000);
      if (time.textContent !== text) time.textContent = text;
    }
  };
  setInterval(tick, 15000);

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) {
      // A menu closes when somebody clicks elsewhere.
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
  document.addEventListener("htmx:afterSwap", reveal);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();

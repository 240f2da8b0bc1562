// The sample server and a browser on it.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const modules = process.env.SPRINTERS_BROWSER_MODULES;
const load = createRequire(join(modules, "x.js"));
const { chromium } = load("playwright-core");
const axe = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");

export const screenshots = process.env.SPRINTERS_SCREENSHOTS;

/** Starts the server; `tell` sends it a line and waits until it is done. */
export async function server() {
  const child = spawn(process.env.SPRINTERS_SAMPLE_SERVER, [], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const started = JSON.parse((await lines.next()).value);
  return {
    ...started,
    async tell(line) {
      child.stdin.write(`${line}\n`);
      const { value } = await lines.next();
      if (value !== "ok") throw new Error(`${line}: ${value}`);
    },
    stop: () => child.kill(),
  };
}

/** Starts Debian's Chromium with a new profile. */
export async function browser() {
  const profile = mkdtempSync(join(tmpdir(), "sprinters-chromium-"));
  const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const launched = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
  return {
    /** A page of somebody, with what it logs. */
    async page(url, session, options = {}) {
      const context = await launched.newContext({ baseURL: url, ...options });
      if (session) {
        await context.addCookies([{ name: "__Host-sprinters", value: session, url, secure: true, httpOnly: true, sameSite: "Lax" }]);
      }
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.problems = [];
      page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
      page.on("pageerror", (error) => page.problems.push(String(error)));
      return page;
    },
    async stop() {
      await launched.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** What axe finds on a page: rule and element, one a line. */
export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
}

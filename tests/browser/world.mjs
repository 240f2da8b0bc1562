// The sample server and a browser on it.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
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

/** Starts the sample server; `tell` sends it a line and waits until it is done. */
export const server = () => started(process.env.SPRINTERS_SAMPLE_SERVER);

/** Starts a control plane that nobody has set up, between fakes of GitHub and AWS. */
export const newcomer = () => started(process.env.SPRINTERS_NEWCOMER, process.env.SPRINTERS_CONTROL_PLANE);

async function started(program, ...words) {
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = JSON.parse((await lines.next()).value);
  return {
    ...said,
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
  // Only an answer can set a cookie of this strictness. Cookies don't know ports, so any server of this machine can give it.
  const giver = createServer((request, response) => {
    const session = /^\/session\/(.+)$/.exec(request.url)?.[1];
    if (session) response.setHeader("set-cookie", `__Host-sprinters=${session}; Path=/; HttpOnly; Secure; SameSite=Lax`);
    response.end("given");
  });
  await new Promise((done) => giver.listen(0, "127.0.0.1", done));
  const gives = `http://127.0.0.1:${giver.address().port}`;
  return {
    /** A page of somebody, with what it logs. */
    async page(url, session, options = {}) {
      const context = await launched.newContext({ baseURL: url, ...options });
      const page = await context.newPage();
      if (session) await page.goto(`${gives}/session/${session}`);
      page.setDefaultTimeout(15_000);
      page.problems = [];
      page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
      page.on("pageerror", (error) => page.problems.push(String(error)));
      return page;
    },
    async stop() {
      await launched.close();
      giver.close();
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

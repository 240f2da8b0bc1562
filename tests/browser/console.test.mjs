// The console as people use it, in a real browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, screenshots, server, violations } from "./world.mjs";

let world;
let chromium;
before(async () => {
  world = await server();
  chromium = await browser();
});
after(async () => {
  await chromium?.stop();
  world?.stop();
});

const PAGES = [
  ["landing", "/", false],
  ["sign-in", "/sign-in", false],
  ["help", "/help", false],
  ["help-reason", "/help/spot-reclaimed", false],
  ["labels", "/labels?label=sprinters%3Aaws%3Aubuntu-24.04%3Am7i.large%3Aspot%3Dauto", false],
  ["label-wrong", "/labels?label=sprinters%3Aaws%3Am7i.lrage", false],
  ["policy", "/policy", false],
  ["accounts", "/accounts", true],
  ["jobs", "/o/acme/jobs", true],
  ["jobs-empty", "/o/acme/jobs?q=nothing-of-the-kind", true],
  ["job-waiting", "/o/acme/jobs/1003", true],
  ["job-starting", "/o/acme/jobs/1004", true],
  ["job-running", "/o/acme/jobs/1005", true],
  ["job-finished", "/o/acme/jobs/1006", true],
  ["job-reclaimed", "/o/acme/jobs/1007", true],
  ["job-failed", "/o/acme/jobs/1008", true],
  ["runners", "/o/acme/runners", true],
  ["runner", "/o/acme/runners/00000000000000000000000000000005", true],
  ["performance", "/o/acme/performance", true],
  ["deliveries", "/o/acme/deliveries", true],
  ["bad-filter", "/o/acme/jobs?state=nonsense", true],
  ["unknown", "/nothing/here", true],
  ["costs", "/o/acme/costs", true],
  ["connections", "/o/acme/connections", true],
  ["connection", "/o/acme/connections/1", true],
  ["connection-broken", "/o/acme/connections/2", true],
  ["connection-pending", "/o/acme/connections/3", true],
  ["policy-account", "/o/acme/policy", true],
  ["audit", "/o/acme/audit", true],
  ["settings", "/o/acme/settings", true],
  ["tokens", "/o/acme/settings/tokens", true],
  ["delete", "/o/acme/settings/delete", true],
  ["notifications", "/account/notifications", true],
  ["sessions", "/account/sessions", true],
  ["setup-connect", "/o/acme/setup/connect", true],
  ["setup-workflow", "/o/acme/setup/workflow", true],
  ["not-found", "/o/globex/jobs", true],
];

test("every page is accessible, quiet, within its bounds, and does not need to be scrolled sideways on a phone", async () => {
  const looks = [["light", 1280, "light"], ["dark", 1280, "dark"], ["light-tablet", 800, "light"], ["dark-tablet", 800, "dark"], ["light-phone", 360, "light"], ["dark-phone", 360, "dark"]];
  for (const [look, width, colorScheme] of looks) {
    const options = { viewport: { width, height: 900 }, colorScheme };
    const signed = await chromium.page(world.url, world.ada, options);
    const stranger = await chromium.page(world.url, null, options);
    for (const [name, path, needsSession] of PAGES) {
      const page = needsSession ? signed : stranger;
      page.problems = [];
      const answer = await page.goto(path);
      assert.ok(answer.status() < 500, `${name}: ${answer.status()}`);
      assert.equal(new URL(page.url()).pathname, path.split("?")[0], name);
      assert.deepEqual(await violations(page), [], `${name}, ${look}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(sideways <= 0, `${name}, ${look}: ${sideways} px too wide`);
      assert.equal(await page.locator("h1").count(), 1, name);
      assert.deepEqual(page.problems.filter((text) => !/40[04]/.test(text)), [], `${name}, ${look}`);
      await page.screenshot({ path: join(screenshots, `${name}-${look}.png`) });
    }
  }
});

test("the README's pictures are of these pages", async () => {
  const folder = join(screenshots, "readme");
  const wide = await chromium.page(world.url, world.ada, { viewport: { width: 1280, height: 900 }, colorScheme: "light" });
  // Without the job whose name is an attack.
  await wide.goto("/o/acme/jobs?before=1009");
  await wide.screenshot({ path: join(folder, "jobs.png") });
  await wide.goto("/o/acme/jobs/1007");
  await wide.screenshot({ path: join(folder, "job.png") });
  const phone = await chromium.page(world.url, world.ada, { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  await phone.goto("/o/acme/jobs?before=1009");
  await phone.screenshot({ path: join(folder, "phone.png") });
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  for (const name of ["jobs", "job", "phone"]) assert.match(readme, new RegExp(`docs/screenshots/${name}\\.png`));
});

test("a page is small, and only its stylesheet holds up the first paint", async () => {
  const page = await chromium.page(world.url, world.ada);
  for (const [name, path, needsSession] of PAGES.filter((one) => one[2])) {
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    let bytes = 0;
    session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
    await page.goto(path);
    assert.ok(bytes < 40_000, `${name}: ${bytes} bytes`);
    const blocking = await page.evaluate(() => performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name));
    assert.equal(blocking.length, 1, `${name}: ${blocking}`);
    await session.detach();
    void needsSession;
  }
});

test("the job list follows by itself, and says when it cannot", async () => {
  const page = await chromium.page(world.url, world.ada);
  await page.goto("/o/acme/jobs");
  await page.waitForFunction(() => performance.getEntriesByType("resource").length > 0);
  await page.waitForTimeout(1_000);
  await world.tell("job 3001 queued a fresh job");
  const row = page.locator("tr", { has: page.locator("#job-3001") });
  await row.waitFor();
  assert.match(await row.innerText(), /queued/);
  const began = Date.now();
  await world.tell("job 3001 running a fresh job");
  await row.getByText("running", { exact: true }).waitFor();
  assert.ok(Date.now() - began < 2_000, `${Date.now() - began} ms`);
  // The server goes away and comes back: the page says so, and catches up.
  await world.tell("drop");
  await world.tell("job 3001 completed a fresh job");
  await row.getByText("succeeded").waitFor();
  await page.locator("#stream-lost").waitFor({ state: "hidden" });
});

test("a live update keeps the keyboard where it is", async () => {
  const page = await chromium.page(world.url, world.ada);
  await page.goto("/o/acme/jobs");
  await page.waitForTimeout(1_000);
  await page.locator("#job-1005").focus();
  await world.tell("job 3002 queued another job");
  await page.getByRole("button", { name: "1 new job" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "job-1005");
  await page.getByRole("button", { name: "1 new job" }).press("Enter");
  await page.locator("#job-3002").waitFor();
});

test("filters and search are in the address and find what they should", async () => {
  const page = await chromium.page(world.url, world.ada);
  await page.goto("/o/acme/jobs");
  await page.getByRole("navigation", { name: "Status" }).getByRole("link", { name: /On hold/ }).click();
  await page.waitForURL(/state=held/);
  assert.equal(await page.locator("tbody tr").count(), 1);
  await page.getByRole("link", { name: "On hold, remove filter" }).click();
  await page.waitForURL((url) => url.search === "");
  // An address that was copied from GitHub is found too, and shows as filters.
  await page.getByLabel("Search jobs").fill("https://github.com/acme/web/actions/runs/751/job/1005");
  await page.getByLabel("Search jobs").press("Enter");
  await page.waitForURL(/q=1005&repository=acme%2Fweb/);
  assert.equal(await page.locator("tbody tr").count(), 1);
  await page.getByRole("link", { name: "Clear all" }).click();
  const answer = await page.goto("/o/acme/jobs?state=nonsense");
  assert.equal(answer.status(), 400);
  await page.getByText("`state` is one of `queued`").waitFor();
  assert.equal(await page.getByRole("link", { name: "Jobs", exact: true }).getAttribute("aria-current"), "page");
  await page.goto("/o/acme/jobs");
  await page.getByLabel("Search jobs").fill("integration");
  await page.getByLabel("Search jobs").press("Enter");
  await page.waitForURL(/q=integration/);
  assert.equal(await page.locator("tbody tr").count(), 1);
  await page.goto("/o/acme/jobs?q=<script>alert(1)</script>");
  assert.equal(await page.getByLabel("Search jobs").inputValue(), "<script>alert(1)</script>");
});

test("a job says what it waits for, why it failed, and what to do", async () => {
  const page = await chromium.page(world.url, world.ada);
  for (const [id, words] of [
    [1003, /Runner limit reached/],
    [1004, /Booting/],
    [1006, /Requested m7i.large \(spot\)/],
    [1007, /Spot interruption/],
    [1008, /no capacity/],
  ]) {
    await page.goto(`/o/acme/jobs/${id}`);
    await page.getByText(words).first().waitFor();
    assert.ok((await page.getByRole("img", { name: /Timeline/ }).count()) === 1, String(id));
  }
  await page.goto("/o/acme/jobs/1007");
  await page.getByRole("link", { name: "Learn more" }).first().click();
  await page.waitForURL(/\/help\/spot-reclaimed/);
});

test("somebody else's pages are not there, and a part of the account is that part", async () => {
  const bob = await chromium.page(world.url, world.bob);
  for (const path of ["/o/globex/jobs", "/o/globex/jobs/2001", "/o/acme/jobs/2001", "/o/acme/jobs/1006"]) {
    assert.equal((await bob.goto(path)).status(), 404, path);
  }
  assert.equal((await bob.goto("/o/acme/jobs/1005")).status(), 200);
  await bob.goto("/o/acme/jobs");
  assert.equal(await bob.getByText("acme/api").count(), 0);
  const stranger = await chromium.page(world.url, null);
  await stranger.goto("/o/acme/jobs");
  await stranger.waitForURL(/\/sign-in\?return_to=/);
});

test("from a new connection to the first job, with the page turning green by itself", async () => {
  const page = await chromium.page(world.url, world.ada);
  await page.goto("/o/acme/setup/connect");
  await page.getByLabel("Region").selectOption("ap-southeast-2");
  await page.getByLabel("Allowed instance types").fill("everything");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Allowed instance types").fill("m7i.*");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Create a one-time code for the command line" }).click();
  await page.getByText("--code").waitFor();
  const link = await page.getByRole("link", { name: "Create the stack in AWS" }).getAttribute("href");
  assert.match(link, /^https:\/\/ap-southeast-2\.console\.aws\.amazon\.com\/cloudformation\/home/);
  assert.match(link, /param_ExternalId=/);
  await page.goto("/o/acme/connections");
  await page.getByRole("row", { name: /ap-southeast-2/ }).getByRole("link").click();
  await page.getByText("waits for its stack").waitFor();
  await world.tell("connected 5");
  await page.getByText("working", { exact: true }).waitFor();
  await page.goto("/o/acme/setup/workflow");
  await page.getByText("runs-on: sprinters:aws").first().waitFor();
});

test("the policy can be reviewed and downloaded", async () => {
  const page = await chromium.page(world.url, null);
  await page.goto("/policy");
  await page.getByRole("heading", { name: "ec2:RunInstances" }).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Download the template" }).click()]);
  assert.equal(download.suggestedFilename(), "sprinters-runner.yaml");
});

test("the external id is rotated in two steps", async () => {
  const page = await chromium.page(world.url, world.ada);
  await page.goto("/o/acme/connections/1");
  await page.getByRole("button", { name: "Rotate the external id" }).click();
  await page.getByText("PreviousExternalId").waitFor();
  await page.getByRole("button", { name: /updated the stack/ }).click();
  await page.getByRole("status").filter({ hasText: "new external id" }).waitFor();
});

test("a budget that is none is refused with the field, and a good one is kept", async () => {
  const page = await chromium.page(world.url, world.ada);
  await page.goto("/o/acme/settings");
  await page.getByLabel("Monthly budget (USD)").fill("a lot");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Enter US dollars").waitFor();
  await page.getByLabel("Monthly budget (USD)").fill("0.01");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  await page.goto("/o/acme/costs");
  await page.getByText("The monthly budget is used up").waitFor();
});

test("everything can be reached and done by keyboard alone", async () => {
  const page = await chromium.page(world.url, world.ada);
  await page.goto("/o/acme/jobs");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
  const seen = new Set();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const element = document.activeElement;
      const outline = getComputedStyle(element);
      return { text: element.textContent?.trim() || element.id, visible: element === document.body || outline.outlineStyle !== "none" };
    });
    assert.ok(here.visible, `no visible focus on ${here.text}`);
    seen.add(here.text);
  }
  for (const wanted of ["Runners", "Costs", "Settings", "Search"]) assert.ok(seen.has(wanted), wanted);
  await page.goto("/o/acme/jobs/1005");
  await page.locator("summary", { hasText: "Cancel run" }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "Cancellation requested" }).waitFor();
});

test("without JavaScript everything but liveness works", async () => {
  const page = await chromium.page(world.url, world.ada, { javaScriptEnabled: false });
  await page.goto("/o/acme/jobs");
  assert.ok((await page.locator("tbody tr").count()) > 5);
  await page.getByRole("link", { name: "Not started" }).click();
  assert.equal(await page.locator("tbody tr").count(), 1);
  await page.goto("/o/acme/settings");
  await page.getByLabel("Max concurrent runners", { exact: true }).fill("7");
  await page.getByRole("button", { name: "Save" }).click();
  assert.equal(await page.getByLabel("Max concurrent runners", { exact: true }).inputValue(), "7");
  await page.goto("/labels");
  await page.getByLabel("Instance type").fill("m7i.large");
  await page.getByRole("button", { name: "Make the label" }).click();
  await page.getByText("runs-on: sprinters:aws:ubuntu-latest:m7i.large").waitFor();
});

test("keys, a palette, the theme and the density do what they say, and stay", async () => {
  const page = await chromium.page(world.url, world.ada);
  await page.goto("/o/acme/jobs");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const second = await page.evaluate(() => document.querySelectorAll("tbody tr")[1].contains(document.activeElement));
  assert.ok(second);
  await page.keyboard.press("k");
  await page.keyboard.press("o");
  await page.waitForURL(/\/jobs\/\d+$/);
  await page.goBack();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Go to" }).waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.type("cos");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/costs$/);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.locator("summary", { hasText: "Display" }).click();
  await page.getByRole("button", { name: "Dark" }).click();
  await page.getByRole("button", { name: "Compact" }).click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.goto("/o/acme/jobs");
  assert.equal(await ground(), dark);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.density), "compact");
  assert.deepEqual(await violations(page), []);
});

test("a finger finds everything: targets on a phone are 44 pixels high", async () => {
  const page = await chromium.page(world.url, world.ada, { viewport: { width: 360, height: 740 }, hasTouch: true });
  for (const path of ["/o/acme/jobs", "/o/acme/jobs/1005", "/o/acme/runners"]) {
    await page.goto(path);
    const small = await page.evaluate(() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden])")]
      .filter((element) => element.checkVisibility() && !element.closest("td, dd, p, .events, .skip, dialog, li") && !element.matches(".skip"))
      .map((element) => ({ text: element.textContent.trim() || element.id, height: element.getBoundingClientRect().height }))
      .filter(({ height }) => 0 < height && height < 44));
    assert.deepEqual(small, [], path);
  }
});

test("signing out everywhere ends every session", async () => {
  const page = await chromium.page(world.url, world.bob);
  const other = await chromium.page(world.url, world.bob);
  await page.goto("/o/acme/jobs");
  await page.locator("summary", { hasText: "bob" }).click();
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByRole("link", { name: "Sign in", exact: true }).waitFor();
  await other.goto("/o/acme/jobs");
  await other.waitForURL(/sign-in/);
});

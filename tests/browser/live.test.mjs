// Live pages as somebody meets them who reads, types and points at them meanwhile.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browser, server } from "./world.mjs";

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

/** Opens a page and waits until its stream is open. */
async function open(page, path) {
  const stream = page.waitForResponse((response) => response.url().includes("/events"));
  await page.goto(path);
  await stream;
}

test("a new job waits behind a button while somebody points at the list, and rows stay where they are", async () => {
  const page = await chromium.page(world.url, world.ada);
  await open(page, "/o/acme/jobs");
  const row = page.locator("#row-1005");
  await row.hover();
  const before = await row.boundingBox();
  await world.tell("job 4001 queued first of three");
  await world.tell("job 4002 queued second of three");
  const pill = page.getByRole("button", { name: /new jobs?$/ });
  await pill.getByText("2 new jobs").waitFor();
  assert.deepEqual(await row.boundingBox(), before);
  assert.equal(await page.locator("#job-4001").count(), 0);
  await pill.click();
  await page.locator("#job-4001").waitFor();
  assert.equal(await pill.isHidden(), true);
  // Where nobody points, it comes at once, at its place.
  await page.mouse.move(5, 5);
  await page.locator("h1").click();
  await page.evaluate(() => document.activeElement.blur());
  await world.tell("job 4003 queued third of three");
  await page.locator("#job-4003").waitFor();
  assert.equal(await page.locator("tbody tr a").first().innerText(), "third of three");
});

test("an update leaves open disclosures, focus, selection, scroll and what was typed", async () => {
  const page = await chromium.page(world.url, world.ada, { viewport: { width: 1000, height: 500 } });
  await open(page, "/o/acme/jobs/1005");
  const cancel = page.locator("summary", { hasText: "Cancel run" });
  await cancel.focus();
  await page.keyboard.press("Enter");
  await page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("dl.facts dd"));
    document.getSelection().addRange(range);
  });
  const state = () => page.evaluate(() => ({ scroll: window.scrollY, selected: String(document.getSelection()), open: document.activeElement.closest("details")?.open, focused: document.activeElement.textContent }));
  const before = await state();
  assert.ok(before.open && before.selected);
  const answered = page.waitForResponse((response) => response.url().endsWith("/jobs/1005") && response.request().resourceType() === "fetch");
  await world.tell("job 1005 running build renamed");
  await answered;
  await page.waitForFunction(() => document.querySelector("time[data-since]"));
  assert.deepEqual(await state(), before);
  // A half-typed search is still there after rows changed.
  await open(page, "/o/acme/jobs");
  await page.getByLabel("Search jobs").fill("half a wo");
  const rows = page.waitForResponse((response) => response.url().includes("/jobs/changed"));
  await world.tell("job 1004 running integration tests");
  await rows;
  await page.locator("#row-1004").getByText("running", { exact: true }).waitFor();
  assert.equal(await page.getByLabel("Search jobs").inputValue(), "half a wo");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
});

test("what runs ticks without a request, and a pause is a pause", async () => {
  const page = await chromium.page(world.url, world.ada);
  await open(page, "/o/acme/jobs");
  await world.tell("job 4010 running a long one");
  const time = page.locator("#row-4010 time[data-since]");
  await time.waitFor();
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  const first = await time.innerText();
  await page.waitForFunction((text) => document.querySelector("#row-4010 time[data-since]").textContent !== text, first);
  assert.deepEqual(requests, []);
  await page.getByRole("button", { name: "Pause updates" }).click();
  await world.tell("job 4010 completed a long one");
  await page.getByRole("button", { name: "Resume updates (1)" }).waitFor();
  assert.equal(await page.locator("#row-4010").getByText("running", { exact: true }).count(), 1);
  await page.getByRole("button", { name: "Resume updates (1)" }).click();
  await page.locator("#row-4010").getByText("succeeded").waitFor();
});

test("one change costs less than a kilobyte, and eight tabs have one stream", async () => {
  const page = await chromium.page(world.url, world.ada);
  const streams = [];
  page.context().on("request", (request) => request.url().includes("/events") && streams.push(request.url()));
  await open(page, "/o/acme/jobs");
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const sizes = [];
  session.on("Network.loadingFinished", (event) => sizes.push(event.encodedDataLength));
  await world.tell("job 4020 queued one more");
  await page.locator("#job-4020").waitFor();
  await world.tell("job 4020 running one more");
  await page.locator("#row-4020").getByText("running", { exact: true }).waitFor();
  assert.ok(sizes.length === 2 && sizes.every((size) => size < 1_300), `${sizes}`);
  assert.ok(sizes[1] < 1_200, `${sizes}`);
  const tabs = [];
  for (let tab = 0; tab < 7; tab += 1) {
    const other = await page.context().newPage();
    await other.goto(`${world.url}/o/acme/jobs`);
    tabs.push(other);
  }
  assert.equal(streams.length, 1, `${streams}`);
  // What another tab's stream tells reaches a tab that is looked at.
  const last = tabs.at(-1);
  await last.bringToFront();
  await world.tell("job 4021 queued for all tabs");
  await last.locator("#job-4021").waitFor();
  // The tab with the stream goes: another one takes it over, and catches up.
  await page.close();
  await last.waitForFunction(() => true);
  await world.tell("job 4022 queued after the first tab went");
  await last.locator("#job-4022").waitFor();
  assert.equal(streams.length, 2, `${streams}`);
});

test("a stream that is lost and a session that ended are said, each in its words", async () => {
  const page = await chromium.page(world.url, world.bob);
  await open(page, "/o/acme/jobs");
  await world.tell("drop");
  await world.tell("job 4031 queued while nobody listened");
  await page.locator("#job-4031").waitFor();
  assert.equal(await page.getByText("Connection lost").isHidden(), true);
  const other = await chromium.page(world.url, world.bob);
  await other.goto("/o/acme/jobs");
  await other.locator("summary", { hasText: "bob" }).click();
  await other.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.getByText("You’ve been signed out.").waitFor();
  await page.getByRole("link", { name: "Sign in again" }).waitFor();
});

test("a page is drawn once: nothing moves while it loads or when its stream opens", async () => {
  const page = await chromium.page(world.url, world.ada);
  for (const path of ["/o/acme/jobs", "/o/acme/jobs/1005", "/o/acme/jobs/1006", "/o/acme/runners", "/o/acme/costs", "/o/acme/connections/1"]) {
    await page.goto(path);
    await page.waitForTimeout(600);
    const shift = await page.evaluate(() => new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({ type: "layout-shift", buffered: true });
      setTimeout(() => done(0), 200);
    }));
    assert.equal(shift, 0, path);
  }
});

// The set-up as somebody new meets it: from a control plane with nothing set to the first job, without a restart. GitHub and AWS are the fakes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, newcomer, screenshots, violations } from "./world.mjs";

let world;
let chromium;
before(async () => {
  world = await newcomer();
  chromium = await browser();
});
after(async () => {
  await chromium?.stop();
  await world?.tell("quit").catch(() => {});
  world?.stop();
});

test("from nothing to the first job, in less than two minutes and without a restart", async () => {
  const began = Date.now();
  const page = await chromium.page(world.url, null);
  const seen = async (step) => {
    assert.deepEqual(await violations(page), [], step);
    await page.screenshot({ path: join(screenshots, `wizard-${step}.png`), fullPage: true });
  };

  // 1. The App: asked for the code that only the operator has, then made by GitHub from the manifest.
  await page.goto("/setup");
  await page.getByText("GitHub and browsers reach this control plane at").waitFor();
  await page.getByLabel("Set-up code").fill("a guess");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("alert").filter({ hasText: "isn't the code" }).waitFor();
  await page.getByLabel("Set-up code").fill(world.code);
  await page.getByLabel("Organisation").fill("acme");
  await seen("1-app");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Create on GitHub" }).click();
  await page.getByRole("link", { name: "Sign in with GitHub" }).click();
  await page.waitForURL(/\/setup$/);
  await page.getByText("GitHub lists no installation for you yet").waitFor();
  await seen("2-install");
  await page.getByRole("link", { name: "Install it on GitHub" }).click();
  await page.waitForURL(/\/setup$/);
  await page.getByRole("main").getByRole("link", { name: "acme" }).click();

  // 2. The AWS account: the page turns green by itself once the stack's outputs were handed over.
  await page.waitForURL(/\/o\/acme\/setup\/connect$/);
  await page.getByLabel("Region").selectOption("eu-central-1");
  await seen("3-connect");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/o\/acme\/connections\/\d+/);
  await page.reload();
  const link = new URL(await page.getByRole("link", { name: "Create the stack in AWS" }).getAttribute("href"));
  const asked = new URLSearchParams(link.hash.split("?")[1]);
  const pairs = [...asked].filter(([name]) => name.startsWith("param_")).map(([name, value]) => `${name.slice(6)}=${value}`);
  await seen("4-stack");
  const table = join(screenshots, "outputs.txt");
  await world.tell(`install eu-central-1 ${table} ${pairs.join(" ")}`);
  await page.getByLabel("Outputs").fill("something else");
  await page.getByRole("button", { name: "Check the connection" }).click();
  await page.getByRole("alert").filter({ hasText: "None of the stack's outputs" }).waitFor();
  await page.getByLabel("Outputs").fill(readFileSync(table, "utf8"));
  await page.getByRole("button", { name: "Check the connection" }).click();
  await page.getByText("working", { exact: true }).waitFor({ timeout: 30_000 });
  await page.getByText("Assume the role with another external id").waitFor();
  assert.ok(8 < (await page.locator(".checks li").count()), "the verification, line by line");
  await seen("5-verified");

  // 3. The one line, and the first job.
  await page.getByRole("link", { name: "Use it in a workflow" }).click();
  await page.waitForURL(/\/o\/acme\/setup\/workflow$/);
  await page.getByText("Waiting for your first job").waitFor();
  const line = await page.locator("#runs-on").innerText();
  const label = /runs-on: (\S+)/.exec(line)[1];
  await seen("6-workflow");
  await world.tell(`job ${label}`);
  await page.getByText("Your first job is here").waitFor({ timeout: 30_000 });
  await page.locator("#live").getByText("running", { exact: true }).waitFor({ timeout: 60_000 });
  await seen("7-first-job");
  const took = Date.now() - began;
  console.log(`# from nothing to a running job in ${(took / 1000).toFixed(1)} s, of which 2 s are the machine's boot`);
  assert.ok(took < 120_000, `${took} ms`);

  // What was done in the account is in its log, and the policy review counts it.
  await page.goto("/o/acme/audit");
  await page.getByText("aws.session").first().waitFor();
  await page.getByText("to verify the connection").first().waitFor();
});

// The sandbox as a new user meets it: signing in through GitHub, and jobs going by.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { after, before, test } from "node:test";
import { browser } from "./world.mjs";

let sandbox;
let chromium;
let url;
before(async () => {
  sandbox = spawn(process.env.SPRINTERS_CONTROL_PLANE, ["sandbox", "--listen", "127.0.0.1:0", "--pace", "2"], { stdio: ["ignore", "ignore", "pipe"] });
  url = await new Promise((found, lost) => {
    let said = "";
    sandbox.stderr.on("data", (data) => {
      said += data;
      const address = /Console: (http:\/\/\S+?)\/\s/.exec(said);
      if (address) found(address[1]);
    });
    sandbox.on("exit", () => lost(new Error(`the sandbox ended: ${said}`)));
  });
  chromium = await browser();
});
after(async () => {
  await chromium?.stop();
  sandbox?.kill("SIGINT");
});

test("a stranger signs in, is an admin of what they own, and watches a job from queue to end", async () => {
  const page = await chromium.page(url, null);
  await page.goto("/");
  await page.getByRole("main").getByRole("link", { name: "Sign in with GitHub" }).click();
  await page.getByRole("link", { name: "Sign in with GitHub" }).click();
  await page.waitForURL(/\/o\/acme\/jobs/);
  const cookies = await page.context().cookies();
  const session = cookies.find((cookie) => cookie.name === "__Host-sprinters");
  assert.ok(session.httpOnly && session.secure && session.sameSite === "Lax");
  await page.locator("tbody tr").first().waitFor();
  await page.getByText("succeeded").first().waitFor({ timeout: 60_000 });
  await page.locator("tbody tr a").first().click();
  await page.getByRole("heading", { name: "Timeline" }).waitFor();
  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByText("session.begin").first().waitFor();
  await page.getByRole("link", { name: "Connections" }).click();
  await page.getByText("working", { exact: true }).waitFor();
});

test("a callback that this browser did not begin signs nobody in", async () => {
  const page = await chromium.page(url, null);
  const answer = await page.goto("/sign-in/callback?code=stolen&state=forged");
  assert.equal(answer.status(), 400);
  assert.equal((await page.context().cookies()).length, 0);
});

// The users' command line, between a shell and a real control plane with sample data.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { server } from "./world.mjs";

let world;
let home;
before(async () => {
  world = await server();
  home = mkdtempSync(join(tmpdir(), "sprinters-home-"));
});
after(() => {
  world?.stop();
  rmSync(home, { recursive: true, force: true });
});

/** Runs `sprinters` as somebody whose home is empty but for what the tests put there. */
function sprinters(words, { input = "", signed = true, cwd = home, env = {} } = {}) {
  const environment = { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: signed ? join(home, "config") : join(home, "nothing"), ...env };
  const ended = spawnSync(process.env.SPRINTERS_CLI, words, { input, cwd, env: environment, encoding: "utf8" });
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

test("signing in keeps a token that was checked, where its owner alone reads it", () => {
  const wrong = sprinters(["sign-in", "--url", world.url], { input: "sprt_wrong\n" });
  assert.deepEqual([wrong.code, wrong.out], [2, ""]);
  assert.match(wrong.err, /error: .*\n {2}help: run `sprinters sign-in`/);
  const right = sprinters(["sign-in", "--url", world.url], { input: `${world.token}\n` });
  assert.equal(right.code, 0, right.err);
  assert.match(right.err, /Signed in to acme/);
  const file = join(home, "config", "sprinters", "config.toml");
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(readFileSync(file, "utf8").includes(world.token));
  // It is never shown.
  assert.ok(!sprinters(["config"]).out.includes(world.token));
  assert.equal(JSON.parse(sprinters(["config", "--json"]).out).token_from, "the configuration file");
});

test("without a control plane, without a server and with a wrong word the exit says which", () => {
  const nothing = sprinters(["jobs"], { signed: false });
  assert.equal(nothing.code, 2);
  assert.match(nothing.err, /help: run `sprinters sign-in/);
  assert.equal(sprinters(["jobs", "--url", "http://127.0.0.1:9"]).code, 3);
  assert.equal(sprinters(["jobs", "--url", "http://sprinters.example"]).code, 2);
  assert.equal(sprinters(["jobs", "--state", "nonsense"]).code, 2);
  assert.equal(sprinters(["job", "99999"]).code, 2);
  assert.equal(sprinters(["job", "https://example.com/"]).code, 2);
  assert.equal(sprinters(["nonsense"]).code, 2);
  assert.match(sprinters(["--version"]).out, /^sprinters \d+\.\d+\.\d+\n$/);
});

test("jobs are tab-separated in a pipe, JSON for programs, and have no colour in a file", () => {
  const piped = sprinters(["jobs"]);
  assert.equal(piped.code, 0, piped.err);
  const rows = piped.out.replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  assert.ok(rows.length >= 9 && rows.every((row) => row.length === 9), piped.out);
  assert.ok(!piped.out.includes("\u001b"));
  assert.ok(rows.some((row) => row[0] === "held" && row[2] === "unit tests"));
  assert.match(sprinters(["jobs", "--color", "always"]).out, /^[^\u001b]/);
  const picked = JSON.parse(sprinters(["jobs", "--outcome", "not-started", "--json", "id,failure.code"]).out);
  assert.deepEqual(picked, [{ id: 1008, "failure.code": "no-capacity" }]);
  const unknown = sprinters(["jobs", "--json", "colour"]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /fields: id, html_url/);
  assert.equal(JSON.parse(sprinters(["jobs", "-L", "2", "--json"]).out).length, 2);
  assert.equal(sprinters(["jobs", "nothing-of-the-kind", "-q"]).err, "");
});

test("a job is found by its address, and why it waits is one line with what to do", () => {
  const job = sprinters(["job", "https://github.com/acme/web/actions/runs/751/job/1005"]);
  assert.match(job.out, /State +running\n/);
  assert.match(job.out, /Runner +m7i\.large, spot, eu-central-1a, i-0a0a0a0a0a0a0a0a0\n/);
  assert.match(sprinters(["job", "https://github.com/acme/web/actions/runs/751"]).out, /GitHub +https:\/\/github\.com\/acme\/web/);
  const why = sprinters(["why", "1003"]);
  assert.match(why.out, /^On hold: Runner limit reached/);
  assert.match(why.out, /Fix +The job starts when another runner ends/);
  assert.equal(JSON.parse(sprinters(["why", "1007", "--json"]).out).job.id, 1007);
});

test("cancelling says what it would do, and refuses what has ended", () => {
  const dry = sprinters(["cancel", "--dry-run", "1005"]);
  assert.deepEqual([dry.code, dry.out], [0, ""]);
  assert.match(dry.err, /Would cancel run 751 in acme\/web .*Nothing was changed/);
  assert.equal(sprinters(["cancel", "1006"]).code, 2);
});

test("runners, costs and connections, of which one is broken", () => {
  assert.match(sprinters(["runners"]).out, /^busy\ti-0a0a0a0a0a0a0a0a0\tm7i\.large\tspot/m);
  assert.match(sprinters(["costs", "--days", "400"]).out, /^acme\/(web|api)\t\$\d/m);
  const connections = sprinters(["connections"]);
  assert.equal(connections.code, 1);
  assert.match(connections.out, /^broken\t111122223333\tus-east-1\t.*External ID mismatch$/m);
});

test("a label says what it costs with its volumes, and where a mistake is", () => {
  const label = sprinters(["label", "sprinters:aws:m7i.large:temp=gp3/200"]);
  assert.match(label.out, /cost +\$0\.\d+\/h \+ volumes \$0\.0\d+\/h/);
  const wrong = sprinters(["label", "sprinters:aws:m7i.lrage"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, / {2}sprinters:aws:m7i\.lrage\n {16}\^{9}\n/);
});

test("a checkout is migrated by a patch that git takes, and a second run changes nothing", () => {
  const checkout = join(home, "checkout");
  mkdirSync(join(checkout, ".github", "workflows"), { recursive: true });
  const file = join(checkout, ".github", "workflows", "ci.yml");
  const text = "jobs:\n  test:\n    runs-on: ubuntu-latest # standard\n  mac:\n    runs-on: macos-14\n  any:\n    runs-on: ${{ matrix.os }}\n";
  writeFileSync(file, text);
  const planned = sprinters(["migrate"], { cwd: checkout });
  assert.equal(planned.code, 0, planned.err);
  assert.match(planned.err, /ci\.yml:3 {2}test: ubuntu-latest → sprinters:aws:ubuntu-latest:m7i\.large:spot=auto\n.*\/h with volumes, GitHub-hosted \$0\.36\/h/);
  assert.match(planned.err, /macos-14 stays: Sprinters runs Linux only/);
  assert.match(planned.err, /stays: an expression/);
  assert.equal(readFileSync(file, "utf8"), text);
  const applied = spawnSync("git", ["apply", "-"], { input: planned.out, cwd: checkout, encoding: "utf8" });
  assert.equal(applied.status, 0, applied.stderr);
  assert.match(readFileSync(file, "utf8"), /runs-on: sprinters:aws:ubuntu-latest:m7i\.large:spot=auto # standard/);
  const again = sprinters(["migrate", "--write"], { cwd: checkout });
  assert.deepEqual([again.code, again.out], [0, ""]);
  assert.match(again.err, /Nothing to change/);
});

test("the doctor finds what is wrong from where one sits", () => {
  const doctor = sprinters(["doctor"], { cwd: join(home, "checkout") });
  assert.equal(doctor.code, 1);
  assert.match(doctor.out, /^ok\t1 Sprinters labels in this checkout are right/m);
  assert.match(doctor.out, /^problem\tconnection 111122223333 us-east-1 is broken: External ID mismatch\tUpdate the stack/m);
  assert.match(doctor.out, /^problem\tjob 1003 \(unit tests\) is on hold: Runner limit reached/m);
});

test("help is within a screen's width, completions complete, and a closed pipe is no failure", () => {
  for (const command of [[], ["jobs"], ["migrate"], ["why"]]) {
    const help = sprinters([...command, "--help"]);
    assert.equal(help.code, 0);
    assert.ok(help.out.split("\n").every((line) => line.length <= 130), help.out);
  }
  for (const shell of ["bash", "zsh", "fish"]) assert.match(sprinters(["completions", shell]).out, /sprinters/);
  const began = Date.now();
  sprinters(["--version"]);
  assert.ok(Date.now() - began < 500);
  assert.equal(existsSync(join(home, "nothing")), false);
});

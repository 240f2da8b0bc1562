// What two tools say of the same steps from one template to another. Run by `corpus-cdk` beside it.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [packages, binary, kinds, folder] = process.argv.slice(2);
const require = createRequire(join(packages, "package.json"));
const { fullDiff } = require("@aws-cdk/cloudformation-diff");
const yaml = require("yaml");

const FUNCTIONS = [
  "And", "Base64", "Cidr", "Equals", "FindInMap", "GetAZs", "GetAtt", "GetStackOutput", "If", "ImportValue", "Join", "Length", "Not",
  "Or", "Select", "Split", "Sub", "ToJsonString", "Transform",
];
const long = (name, value) => {
  const key = name === "Ref" || name === "Condition" ? name : `Fn::${name}`;
  const argument = key === "Fn::GetAtt" && typeof value === "string" ? value.split(/\.(.*)/s).slice(0, 2) : value;
  return { [key]: argument };
};
const customTags = [...FUNCTIONS, "Ref", "Condition"].flatMap((name) => [
  { tag: `!${name}`, resolve: (text) => long(name, text) },
  { tag: `!${name}`, collection: "seq", resolve: (list) => long(name, list.toJSON()) },
  { tag: `!${name}`, collection: "map", resolve: (map) => long(name, map.toJSON()) },
]);
const parsed = (text) => yaml.parse(text, { customTags, schema: "yaml-1.1", logLevel: "silent" });

/** What CDK's library says: an alarm, a difference, nothing; or that it can't say. */
const cdk = (old, now) => {
  try {
    const difference = fullDiff(parsed(old), parsed(now));
    return difference.permissionsBroadened ? "alarm" : difference.isEmpty ? "same" : "told";
  } catch {
    return "refused";
  }
};

const scratch = mkdtempSync(join(tmpdir(), "corpus-cdk-"));
const ours = (old, now) => {
  const files = [join(scratch, "old"), join(scratch, "new")];
  writeFileSync(files[0], old);
  writeFileSync(files[1], now);
  const run = spawnSync(binary, ["diff", ...files, "--format", "json"], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.error) throw run.error;
  if (run.status !== 0 && run.status !== 1) return "refused";
  const said = JSON.parse(run.stdout);
  return said.widened ? "alarm" : said.grants.length + said.other.length === 0 ? "same" : "told";
};

/** The steps of a table, forth and back, with whether a reviewer wants to be called. */
const steps = (table) =>
  table.split("\n\n").filter((block) => block.trim()).flatMap((block) => {
    const [head, ...lines] = block.trim().split("\n");
    const word = head.slice(head.lastIndexOf(": ") + 2);
    const of = (sign) => template(lines.filter((line) => line.startsWith(" ") || line.startsWith(sign)).map((line) => line.slice(2)));
    const [before, after] = [of("-"), of("+")];
    const back = { more: "less", less: "more" }[word] ?? word;
    return [[before, after, word], [after, before, back]];
  });
const SECTIONS = /^(Transform|Globals|Parameters|Conditions|Mappings|Hooks|Outputs|Metadata):/;
const template = (lines) =>
  [...lines.filter((line) => SECTIONS.test(line)), "Resources:", "  Queue: {Type: AWS::SQS::Queue}"]
    .concat(lines.filter((line) => !SECTIONS.test(line)).map((line) => `  ${line}`))
    .join("\n");

const count = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);
const print = (title, counts) => {
  console.log(title);
  for (const [key, number] of [...counts].sort()) console.log(`${String(number).padStart(7)}  ${key}`);
};

const judged = new Map();
for (const file of readdirSync(kinds).sort()) {
  for (const [before, after, word] of steps(readFileSync(join(kinds, file), "utf8"))) {
    const wanted = word === "more" || word === "other";
    for (const [tool, said] of [["ours", ours(before, after)], ["cdk", cdk(before, after)]]) {
      const alarm = said === "alarm";
      const verdict = alarm === wanted ? (wanted ? "found" : "quiet") : wanted ? "missed" : "cried wolf";
      count(judged, `${tool}: ${said === "refused" ? "refused" : verdict}`);
      if (said === "same" && word !== "same") count(judged, `${tool}: said "the same" of a change`);
    }
  }
}
print("The tables of kinds, forth and back", judged);

if (folder) {
  const pairs = new Map();
  for (const name of readdirSync(folder).filter((name) => name.includes(".old.")).sort()) {
    const [before, after] = [name, name.replace(".old.", ".new.")].map((file) => readFileSync(join(folder, file), "utf8"));
    count(pairs, `ours ${ours(before, after)}, cdk ${cdk(before, after)}`);
  }
  print(`Pairs of ${folder}`, pairs);
}
rmSync(scratch, { recursive: true });

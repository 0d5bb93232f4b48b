// The table of measures in site/docs/checks.md is the one of the program. WEIR_GOLDEN_UPDATE=1 writes
// it anew.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { root } from "./pages.mjs";

const weir = resolve(process.env.WEIR ?? join(root, "build/dev/weir"));
const page = join(root, "site/docs/checks.md");
const heading = "| measure | unit | meaning |\n|---|---|---|\n";

test("every measure stands in the documentation, with its unit and meaning", () => {
  const measures = JSON.parse(execFileSync(weir, ["check", "--list", "--json"], { encoding: "utf8" }));
  assert.ok(measures.length > 60);
  const rows = measures.map(({ measure, unit, meaning }) => `| \`${measure}\` | ${unit} | ${meaning} |\n`);
  const table = heading + rows.join("");
  const text = readFileSync(page, "utf8");
  const head = text.slice(0, text.indexOf("## Measures"));
  const intro = text.slice(head.length).split("\n").slice(0, 3).join("\n");
  const wanted = `${head}${intro}\n\n${table}`;
  if (process.env.WEIR_GOLDEN_UPDATE) writeFileSync(page, wanted);
  assert.equal(readFileSync(page, "utf8"), wanted, "WEIR_GOLDEN_UPDATE=1 writes the table anew");
});

test("what can be asked over time stands there too", () => {
  const list = execFileSync(weir, ["check", "--list"], { encoding: "utf8" });
  const text = readFileSync(page, "utf8");
  const suffixes = list.slice(list.indexOf("over time")).trimEnd().split("\n").slice(1);
  assert.equal(suffixes.length, 5);
  for (const line of suffixes) {
    const [, name, meaning] = line.match(/^ {2}(\w+) +(.*)$/);
    assert.ok(text.includes(`| \`${name}\` | ${meaning} |`), line);
  }
});

// Every relative link and picture of the documentation leads somewhere; JSON blocks are JSON.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { test } from "node:test";
import { codeBlocks, pages, read } from "./pages.mjs";

/** The anchors of a page: its headings, as the usual renderers spell them. */
function anchors(text) {
  return text
    .split("\n")
    .filter((line) => /^#+ /.test(line))
    .map((line) =>
      line
        .replace(/^#+ /, "")
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    );
}

/** What is wrong with the links of a page. */
export function brokenLinks(page) {
  const problems = [];
  const prose = page.text.replace(/```[^]*?```/g, "");
  for (const [, target] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [path, anchor] = target.split("#");
    const file = path === "" ? page.path : resolve(dirname(page.path), path);
    if (!existsSync(file)) problems.push(`${page.name}: ${target} is not there`);
    else if (anchor && !anchors(path === "" ? page.text : readFileSync(file, "utf8")).includes(anchor))
      problems.push(`${page.name}: ${target}: no such heading`);
  }
  return problems;
}

test("links lead somewhere", () => {
  assert.deepEqual(pages.map(read).flatMap(brokenLinks), []);
});

test("JSON blocks are JSON", () => {
  for (const page of pages.map(read)) {
    for (const block of codeBlocks(page.text)) {
      if (block.language !== "json") continue;
      assert.doesNotThrow(() => JSON.parse(block.text), `${page.name}:${block.line}`);
    }
  }
});

test("a link to nowhere would be found", () => {
  const page = { path: pages[0], name: "x", text: "[a](nowhere.md) [b](#none)\n# Here\n[c](#here)" };
  assert.equal(brokenLinks(page).length, 2);
});

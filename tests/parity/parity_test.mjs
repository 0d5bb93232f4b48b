// Every bundled scenario prints the same digests from every build and on every way to its end.
//
// The everyday build's straight run is compared with all the others: g++ and clang, optimised and
// not, and WebAssembly under node; straight, by seeking back and forth, and by a journal. A build that
// is missing is a failure: this test runs when all of them have been made.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const trees = resolve(
  process.env.WEIR_TREES ?? join(dirname(fileURLToPath(import.meta.url)), "../../build"),
);

const builds = [
  { name: "g++ -O2", tree: "dev", program: "weir" },
  { name: "g++ -O0", tree: "debug", program: "weir" },
  { name: "clang++ -O2", tree: "clang", program: "weir" },
  { name: "clang++ -O0", tree: "clang-debug", program: "weir" },
  { name: "clang++ with sanitizers", tree: "asan", program: "weir" },
  { name: "WebAssembly", tree: "wasm", program: "weir.js" },
];

function digests(build, via) {
  const path = join(trees, build.tree, build.program);
  assert.ok(existsSync(path), `${build.tree} has not been built: there is no ${path}`);
  const [program, first] = path.endsWith(".js") ? [process.execPath, [path]] : [path, []];
  return execFileSync(program, [...first, "digest", "--all", "--via", via], {
    encoding: "utf8",
    timeout: 600_000,
  });
}

const expected = digests(builds[0], "straight");

test("there is a line for every scenario", () => {
  const lines = expected.trim().split("\n");
  assert.ok(lines.length >= 7);
  for (const line of lines) assert.match(line, /^[a-z0-9-]+( [0-9a-f]{16}){3}$/);
  assert.equal(new Set(lines.map((line) => line.split(" ")[1])).size, lines.length);
});

test("another seed gives other digests", () => {
  const path = join(trees, builds[0].tree, builds[0].program);
  const other = execFileSync(path, ["digest", "hot-key", "--seed", "8"], { encoding: "utf8" });
  assert.notEqual(other.trim(), expected.split("\n").find((line) => line.startsWith("hot-key ")));
});

for (const build of builds) {
  for (const via of ["straight", "seek", "journal"]) {
    // Without optimisation the ways add nothing: the code is the same.
    if (via !== "straight" && !["dev", "wasm"].includes(build.tree)) continue;
    test(`${build.name}, ${via}`, () => assert.equal(digests(build, via), expected));
  }
}

// What a run is found to be is as much the same as its digests, to the last word.
test("checks and their wrong variants are told alike by both twins", () => {
  const told = (build) => {
    const path = join(trees, build.tree, build.program);
    const [program, first] = path.endsWith(".js") ? [process.execPath, [path]] : [path, []];
    return execFileSync(program, [...first, "check", "--all"], { encoding: "utf8", timeout: 600_000 });
  };
  assert.equal(told(builds.at(-1)), told(builds[0]));
});

// The console blocks of the documentation are executed, and print what the page shows.
//
// A page's blocks run one after the other in one folder of their own, with `weir` on the PATH. The
// program is build/dev's unless WEIR names another.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { codeBlocks, consoleCommands, pages, read, root, shows } from "./pages.mjs";

const weir = resolve(process.env.WEIR ?? join(root, "build/dev/weir"));
const environment = { ...process.env, PATH: `${dirname(weir)}:${process.env.PATH}`, NO_COLOR: "1" };

test("the program is there", () => {
  execFileSync(weir, ["--version"]);
});

for (const page of pages.map(read)) {
  const commands = codeBlocks(page.text)
    .filter((block) => block.language === "console")
    .flatMap((block) => consoleCommands(block).map((command) => ({ ...command, line: block.line })));
  if (commands.length === 0) continue;
  test(`${page.name}: ${commands.length} commands`, () => {
    const folder = mkdtempSync(join(tmpdir(), "weir-docs-"));
    try {
      for (const { command, output, line } of commands) {
        const ran = spawnSync("bash", ["-c", command], {
          cwd: folder,
          env: environment,
          encoding: "utf8",
          timeout: 120_000,
        });
        const where = `${page.name}:${line}: $ ${command}`;
        assert.equal(ran.status, 0, `${where}\n${ran.stdout}${ran.stderr}`);
        if (output.length === 0) continue;
        assert.ok(
          shows(output, ran.stdout),
          `${where}\nthe page shows:\n${output.join("\n")}\nthe command printed:\n${ran.stdout}`,
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test("a wrong line of output would be found", () => {
  assert.ok(shows(["a … c"], "a b c\n"));
  assert.ok(shows(["first", "…", "last"], "first\n1\n2\nlast\n"));
  assert.ok(!shows(["a … c"], "a b d\n"));
  assert.ok(!shows(["1,707"], "11707\n"));
});

// The pages of the documentation, and what stands in them: code blocks, headings, links.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export function markdownFiles(folder = join(root, "site")) {
  const found = [];
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) found.push(...markdownFiles(path));
    else if (name.endsWith(".md")) found.push(path);
  }
  return found;
}

export const pages = [join(root, "README.md"), join(root, "CHANGELOG.md"), ...markdownFiles()];

/** Code blocks as {language, line, text}; `line` is that of the opening fence. */
export function codeBlocks(text) {
  const blocks = [];
  let open = null;
  text.split("\n").forEach((line, i) => {
    if (!line.startsWith("```")) {
      if (open) open.lines.push(line);
    } else if (open) {
      blocks.push({ language: open.language, line: open.line, text: open.lines.join("\n") });
      open = null;
    } else {
      open = { language: line.slice(3).trim(), line: i + 1, lines: [] };
    }
  });
  if (open) throw new Error(`line ${open.line}: the code block is never closed`);
  return blocks;
}

/** Commands of a console block, each with the lines of output that the page shows under it. */
export function consoleCommands(block) {
  const commands = [];
  for (const line of block.text.split("\n")) {
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), output: [] });
    else if (commands.length > 0) commands.at(-1).output.push(line);
    else throw new Error(`line ${block.line}: output before the first command`);
  }
  for (const command of commands) while (command.output.at(-1) === "") command.output.pop();
  return commands;
}

/** Whether what a page shows is what a command printed; "…" stands for anything, also for lines. */
export function shows(shown, printed) {
  const pattern = shown
    .map((line) => line.trimEnd())
    .join("\n")
    .split("…")
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^]*?");
  const text = printed
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd();
  return new RegExp(`^${pattern}$`).test(text);
}

export function read(path) {
  return { path, name: relative(root, path), text: readFileSync(path, "utf8") };
}

// Checks every file of the checkout, committed or about to be, against rules.mjs. Exit code 1: a rule
// is broken. Without git (an unpacked archive) it walks the known folders.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { violations } from './rules.mjs';
import { Source } from './source.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['core', 'web', 'native', 'shaders', 'tests', 'site'];
const TEXT = /\.(cc|h|inc|mjs|js|css|html|glsl|py|sh|cmake|md|json|in|txt)$|(^|\/)(dev|run|NOTICE|LICENSE)$/;

function files() {
  if (existsSync(path.join(ROOT, '.git'))) {
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    return execFileSync('git', list, { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  }
  return FOLDERS.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true }).map((name) => path.join(folder, name)));
}

let broken = 0;
let checked = 0;
for (const name of [...new Set(files())].sort()) {
  const file = path.join(ROOT, name);
  if (!TEXT.test(name) || name.includes('node_modules/') || !existsSync(file)) continue;
  ++checked;
  for (const { rule, line, message } of violations(new Source(name, readFileSync(file, 'utf8')))) {
    console.log(`${name}:${line}: [${rule}] ${message}`);
    ++broken;
  }
}
console.log(`${checked} files, ${broken} violations`);
process.exit(broken === 0 && checked > 0 ? 0 : 1);

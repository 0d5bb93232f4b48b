// node run.mjs: every *_test.mjs of this folder against the weir that WEIR names, a program or the
// .js of the other twin. Exit code 77 (skipped) when it was not built and not all trees are asked for.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const program = process.env.WEIR ?? '';
if (!existsSync(program)) {
  console.log(`not built: ${program || 'WEIR is not set'}`);
  process.exit(process.env.WEIR_ALL_TREES || !program ? 1 : 77);
}
const tests = readdirSync(here).filter((name) => name.endsWith('_test.mjs'));
const done = spawnSync(process.execPath, ['--test', ...tests.map((name) => join(here, name))], {
  stdio: 'inherit',
});
process.exit(done.status ?? 1);

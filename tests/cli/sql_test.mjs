// `weir sql`: queries over files, and folders of cases.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { output, quakes, testInFolder, weir } from './weir.mjs';

const hourly = 'SELECT window_start, net, COUNT(*) AS n'
  + " FROM TABLE(TUMBLE(TABLE quakes, DESCRIPTOR(time), INTERVAL '1' HOUR)) GROUP BY window_start, window_end, net";

test('every earthquake is in one hour of one network', () => {
  const rows = output(['sql', hourly, '--table', `quakes=${quakes}`]).trim().split('\n').slice(1);
  const sum = rows.reduce((total, row) => total + Number(row.trim().split(/\s+/).at(-1)), 0);
  assert.equal(sum, 1707);
});

test('a mistake is shown at its place, with what was meant', () => {
  const done = weir(['sql', 'SELECT nets FROM quakes', '--table', `quakes=${quakes}`]);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /line 1, column 8: no column "nets"; did you mean net\?\n {2}SELECT nets FROM quakes\n {9}\^~~~/);
});

// A case that sums what comes in; `expected` is its one result.
function writeCase(folder, name, expected) {
  const at = join(folder, name);
  mkdirSync(at);
  const files = {
    'meta.json': JSON.stringify({ id: name, dialect: 'flink', tier: 'own', mode: 'changelog-final', end_of_input: 'flush', config: {} }),
    'tables.sql': 'CREATE TABLE t (k STRING, v INT);\n',
    'query.sql': 'SELECT k, SUM(v) AS s FROM t GROUP BY k;\n',
    'input.jsonl': '{"t": "t", "op": "+I", "row": {"k": "a", "v": 1}}\n{"t": "t", "op": "+I", "row": {"k": "a", "v": 2}}\n',
    'expected.csv': `k:STRING,s:INT\na,${expected}\n`,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text);
}

testInFolder('a folder of cases is each of them; one that fails shows the difference', (folder) => {
  writeCase(folder, 'right', 3);
  writeCase(folder, 'wrong', 4);
  assert.equal(output(['sql', 'case', join(folder, 'right')]), 'pass  right\nown: 1 of 1 pass\n');
  const done = weir(['sql', 'case', folder]);
  assert.notEqual(done.status, 0);
  assert.match(done.stdout, /^pass {2}right\nFAIL {2}wrong\n/);
  assert.match(done.stdout, /own: 1 of 2 pass\n$/);
});

testInFolder('a folder that holds no case is named', (folder) => {
  const done = weir(['sql', 'case', folder]);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /meta\.json: no such file/);
});

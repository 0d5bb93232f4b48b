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

// More rows than tell the types, and more bytes than are read at once.
const many = 25_000;

testInFolder('rows of a large NDJSON file are all read, plain ones and others', (folder) => {
  const lines = Array.from({ length: many }, (_, i) => {
    const name = i % 3 === 0 ? `caf\u00e9 ${i % 7}` : i % 3 === 1 ? `a "quoted" ${i % 7}` : `plain ${i % 7}`;
    const row = { at: new Date(1.7e12 + i * 100).toISOString(), name, n: i, x: (i % 8) / 8, deep: { i: i % 2 } };
    return i % 100 === 99 ? ` ${JSON.stringify(row).replaceAll(':{', ' : {')} ` : JSON.stringify(row);
  });
  const file = join(folder, 'rows.ndjson');
  writeFileSync(file, lines.join('\n'));
  const sum = (many * (many - 1)) / 2;
  const query = 'SELECT COUNT(*), SUM(n), SUM(x), COUNT(DISTINCT name), COUNT(DISTINCT deep), MAX(`at`) FROM t';
  const last = new Date(1.7e12 + (many - 1) * 100).toISOString().replace('T', ' ').replace('Z', '');
  assert.equal(output(['sql', query, '--table', `t=${file}`, '--format', 'csv']).split('\n')[1],
    `${many},${sum},${(many / 8) * 3.5},21,2,${last}`);
});

testInFolder('quotes, line breaks and types of a large CSV file hold beyond its first rows', (folder) => {
  const lines = Array.from({ length: many }, (_, i) => `${i},"say ""${i % 5}"",\nand go",${i % 4 === 0 ? '' : i}`);
  const file = join(folder, 'rows.csv');
  writeFileSync(file, `id,text,maybe\n${lines.join('\r\n')}\n`);
  const query = 'SELECT COUNT(*), SUM(id), COUNT(DISTINCT text), COUNT(maybe) FROM t';
  assert.equal(output(['sql', query, '--table', `t=${file}`, '--format', 'csv']).split('\n')[1],
    `${many},${(many * (many - 1)) / 2},5,${(many * 3) / 4}`);
  writeFileSync(file, `id\n${Array.from({ length: many }, (_, i) => (i === many - 1 ? 'x' : i)).join('\n')}\n`);
  const done = weir(['sql', 'SELECT SUM(id) FROM t', '--table', `t=${file}`]);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /row 25000, column id/);
});

// Weir and DuckDB evaluate the same random expressions and must give the same text.
//   WEIR_SEED=7 WEIR=build/dev/weir node --test tests/duckdb/scalar_test.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { DuckDBInstance } from '@duckdb/node-api';

import { generator, randomFrom } from './expressions.mjs';

const EXPRESSIONS = 250;  // Of each type and seed.
const seeds = process.env.WEIR_SEED ? [Number(process.env.WEIR_SEED)] : [1, 2, 3];

// A double as Java writes it, from the shortest digits that JavaScript has.
function javaDouble(value) {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits, exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -3 && power < 7) {
    const plain = value.toString();
    return plain.includes('.') ? plain : `${plain}.0`;
  }
  return `${digits.includes('.') ? digits : `${digits}.0`}E${power}`;
}

const texts = {
  whole: (column) => `CAST(${column} AS VARCHAR)`,
  truth: (column) => `upper(CAST(${column} AS VARCHAR))`,
  string: (column) => column,
  real: (column) => column,
  decimal: (column) => `CAST(${column} AS VARCHAR)`,
  moment: (column) => `strftime(${column}, '%Y-%m-%d %H:%M:%S.%g')`,
};

async function answers(connection, kind, expressions) {
  const found = [];
  for (let at = 0; at < expressions.length; at += 50) {
    const columns = expressions.slice(at, at + 50).map(({ duck }) => texts[kind](duck));
    const reader = await connection.runAndReadAll(`SELECT ${columns.join(', ')}`);
    found.push(...reader.getRows()[0]);
  }
  return found.map((value) => (value === null ? 'NULL' : kind === 'real' ? javaDouble(value) : String(value)));
}

const cell = (text) => `"${text.replaceAll('"', '""')}"`;

for (const seed of seeds) {
  test(`seed ${seed}: Weir and DuckDB agree`, async (t) => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const folder = mkdtempSync(join(tmpdir(), 'weir-duckdb-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const make = generator(randomFrom(seed));
    const lines = ['id,expr,expected'];
    for (const kind of Object.keys(texts)) {
      const expressions = Array.from({ length: EXPRESSIONS }, (_, i) => make[kind](1 + (i % 3)));
      const expected = await answers(connection, kind, expressions);
      expressions.forEach(({ weir }, i) => lines.push([`${kind}-${i}`, weir, expected[i]].map(cell).join(',')));
    }
    const list = join(folder, 'list.csv');
    writeFileSync(list, `${lines.join('\n')}\n`);
    let output = '';
    try {
      output = execFileSync(process.env.WEIR, ['sql', 'eval', list, '--time-zone', 'UTC'], { encoding: 'utf8' });
    } catch (failure) {
      output = failure.stdout ?? String(failure);
    }
    const all = Object.keys(texts).length * EXPRESSIONS;
    assert.match(output, new RegExp(`expressions: ${all} of ${all} pass`),
      `${output.slice(0, 3000)}\nreplay: WEIR_SEED=${seed} WEIR=${process.env.WEIR} node --test tests/duckdb/scalar_test.mjs`);
  });
}

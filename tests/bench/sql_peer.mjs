// The peers of `bench sql`, each in a process of its own, over the rows of sql_cases.h.
//   node sql_peer.mjs duckdb|map '{"window":"tumble","keys":1000,"allFour":true,"size":10000,"rows":1000000}'
// Prints checksum, CPU seconds and wall seconds of the query; making the rows does not count.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const P = 2147483647;
const FIRST = 1700000000000;
const PER_MS = 100;

const [, , side, text] = process.argv;
const load = JSON.parse(text);

function timed() {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  return () => {
    const used = process.cpuUsage(cpu);
    return [(used.user + used.system) / 1e6, Number(process.hrtime.bigint() - wall) / 1e9];
  };
}

const r = `((i * 48271 + 12345) % ${P})`;
const key = load.keys > 0 ? `s % ${load.keys}`
  : `CASE WHEN s % 2 = 0 THEN (i // 46 * 3 + 2) // 100 * 100
     ELSE greatest(i // 46 * 3 + 2 - 100, 0) + r % (i // 46 * 3 + 2 - greatest(i // 46 * 3 + 2 - 100, 0) + 11) END`;
const rowsOf = `CREATE TABLE rows_in AS
  SELECT CAST(${FIRST} + i // ${PER_MS} AS BIGINT) AS ms,
    CAST(${key} AS BIGINT) AS k, CAST(r // 7 % 10000 AS BIGINT) AS v
  FROM (SELECT i, r, ((r % 65536) * (r // 65536 + 7) * 31 + r) % ${P} AS s
    FROM (SELECT i, ${r} AS r FROM range(${load.rows}) t(i)))`;
const sums = load.allFour ? 'count(*) AS c, sum(v) AS su, min(v) AS mi, max(v) AS ma'
  : 'count(*) AS c, sum(v) AS su, 0 AS mi, 0 AS ma';
const windows = {
  tumble: `SELECT (ms // ${load.size} + 1) * ${load.size} AS e, k, ${sums} FROM rows_in GROUP BY e, k`,
  session: `SELECT max(ms) + ${load.size} AS e, k, ${sums} FROM (
    SELECT *, sum(fresh) OVER (PARTITION BY k ORDER BY ms ROWS UNBOUNDED PRECEDING) AS session FROM (
      SELECT ms, k, v, CASE WHEN ms - lag(ms) OVER (PARTITION BY k ORDER BY ms) > ${load.size} THEN 1 ELSE 0 END AS fresh
      FROM rows_in)) GROUP BY k, session`,
};

async function duckdb() {
  const require = createRequire(resolve(import.meta.dirname, '../duckdb/package.json'));
  const { DuckDBInstance } = require('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await connection.run(rowsOf);
  const end = timed();
  const reader = await connection.runAndReadAll(
    `SELECT CAST(sum((e - ${FIRST}) // 100 + k * 7 + c * 13 + su * 3 + mi * 5 + ma * 11) AS VARCHAR) FROM (${windows[load.window]})`);
  return [reader.getRows()[0][0], ...end()];
}

// A Map for each window, as one writes it in a page.
function map() {
  const times = new Float64Array(load.rows);
  const keys = new Float64Array(load.rows);
  const values = new Float64Array(load.rows);
  for (let i = 0; i < load.rows; i++) {
    const first = (i * 48271 + 12345) % P;
    const second = ((first % 65536) * (Math.floor(first / 65536) + 7) * 31 + first) % P;
    const last = Math.floor(i / 46) * 3 + 2;
    const low = Math.max(last - 100, 0);
    times[i] = FIRST + Math.floor(i / PER_MS);
    keys[i] = load.keys > 0 ? second % load.keys
      : second % 2 === 0 ? Math.floor(last / 100) * 100 : low + first % (last - low + 11);
    values[i] = Math.floor(first / 7) % 10000;
  }
  const end = timed();
  let groups = new Map();
  let border = 0;
  let checksum = 0;
  const close = () => {
    for (const [k, g] of groups) {
      checksum += Math.floor((border - FIRST) / 100) + k * 7 + g.count * 13 + g.sum * 3 + (load.allFour ? g.min * 5 + g.max * 11 : 0);
    }
    groups = new Map();
  };
  for (let i = 0; i < load.rows; i++) {
    if (times[i] >= border) {
      close();
      border = (Math.floor(times[i] / load.size) + 1) * load.size;
    }
    const v = values[i];
    const group = groups.get(keys[i]);
    if (group === undefined) {
      groups.set(keys[i], { count: 1, sum: v, min: v, max: v });
      continue;
    }
    group.count++;
    group.sum += v;
    if (load.allFour) {
      if (v < group.min) group.min = v;
      if (v > group.max) group.max = v;
    }
  }
  close();
  const took = end();
  return [checksum.toFixed(0), ...took];
}

console.log((side === 'duckdb' ? await duckdb() : map()).join(' '));

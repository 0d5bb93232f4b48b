// Makes core/scenarios/data/earthquakes.csv from the GeoJSON feed of the USGS. Run again with
//   npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz package/data/earthquakes.json
//   node tests/support/make_earthquakes.mjs package/data/earthquakes.json > core/scenarios/data/earthquakes.csv
// What it changes is told in core/scenarios/data/NOTICE.
import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('usage: node make_earthquakes.mjs earthquakes.json > earthquakes.csv');
  process.exit(2);
}

const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const rounded = (number, decimals) => String(Number(number.toFixed(decimals)));
const iso = (millis) => new Date(millis).toISOString();

const columns = {
  time: (p) => iso(p.time),
  updated: (p) => iso(p.updated),
  mag: (p) => (p.mag === null ? '' : String(p.mag)),
  place: (p) => quoted(p.place),
  net: (p) => p.net,
  type: (p) => p.type,
  sig: (p) => String(p.sig),
  status: (p) => p.status,
  lon: (p, [lon]) => rounded(lon, 3),
  lat: (p, [, lat]) => rounded(lat, 3),
  depth: (p, [, , depth]) => rounded(depth, 1),
};

const { features, metadata } = JSON.parse(readFileSync(path, 'utf8'));
if (features.length !== metadata.count) throw new Error(`${features.length} of ${metadata.count} features`);

features.sort(
  ({ properties: a }, { properties: b }) =>
    a.updated - b.updated || a.time - b.time || (a.code < b.code ? -1 : 1),
);
const rows = features.map(({ properties, geometry }) =>
  Object.values(columns).map((text) => text(properties, geometry.coordinates)).join(','),
);
const csv = [Object.keys(columns).join(','), ...rows, ''].join('\n');
process.stdout.write(csv);
console.error(`${rows.length} rows, ${csv.length} bytes, ${brotliCompressSync(csv).length} compressed`);

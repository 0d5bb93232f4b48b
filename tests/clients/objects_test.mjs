// Delivered objects against snappyjs, which shares no code with ours: both Snappy formats taken apart
// by their published layouts, each block unpacked by it; from both twins the same bytes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import snappy from "snappyjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const quakes = join(root, "core/scenarios/data/earthquakes.csv");
const wasm = join(root, "build/wasm/weir.js");

// The bytes of the only object.
function deliver(compression, command = [process.env.WEIR]) {
  const folder = mkdtempSync(join(tmpdir(), "weir-objects-"));
  try {
    const [program, ...first] = command;
    const ran = spawnSync(program, [...first, "firehose", "--input", quakes, "--newline", "--buffer", "5MiB/900s",
      "--compression", compression, "--out", join(folder, "bucket")], { encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
    const lines = readFileSync(join(folder, "bucket/objects.jsonl"), "utf8").trim().split("\n");
    assert.equal(lines.length, 1);
    const object = JSON.parse(lines[0]);
    return { ...object, data: readFileSync(join(folder, "bucket/objects", object.key)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const text = `${readFileSync(quakes, "utf8").trim()}\n`;

test("Snappy is snappy-java's stream", () => {
  const { data, content_encoding: encoding, key } = deliver("Snappy");
  assert.equal(encoding, "snappy-java");
  assert.match(key, /\.snappy$/);
  assert.deepEqual(data.subarray(0, 16), Buffer.from("82534e4150505900" + "00000001" + "00000001", "hex"));
  const blocks = [];
  for (let at = 16; at < data.length;) {
    const size = data.readUInt32BE(at);
    blocks.push(Buffer.from(snappy.uncompress(data.subarray(at + 4, at + 4 + size))));
    at += 4 + size;
  }
  assert.equal(Buffer.concat(blocks).toString(), text);
  assert.ok(blocks.slice(0, -1).every((block) => block.length === 32768));
});

test("HADOOP_SNAPPY is Hadoop's blocks", () => {
  const { data, content_encoding: encoding } = deliver("HADOOP_SNAPPY");
  assert.equal(encoding, "hadoop-snappy");
  const blocks = [];
  for (let at = 0; at < data.length;) {
    const length = data.readUInt32BE(at);
    const size = data.readUInt32BE(at + 4);
    const block = Buffer.from(snappy.uncompress(data.subarray(at + 8, at + 8 + size)));
    assert.equal(block.length, length);
    blocks.push(block);
    at += 8 + size;
  }
  assert.equal(Buffer.concat(blocks).toString(), text);
});

test("both twins write the same bytes", { skip: !existsSync(wasm) && !process.env.WEIR_ALL_TREES }, () => {
  for (const compression of ["GZIP", "ZIP", "Snappy", "HADOOP_SNAPPY"]) {
    const native = deliver(compression);
    const other = deliver(compression, [process.execPath, wasm]);
    assert.equal(other.key, native.key);
    assert.ok(native.data.equals(other.data), compression);
  }
});

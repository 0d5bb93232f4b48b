// Aggregated records against aws-kinesis-agg, which shares no code with ours: what it writes we read,
// what we write it reads, and where the format leaves no freedom the bytes are the same.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { test } from "node:test";
import agg from "aws-kinesis-agg";

const codec = (how, input) => {
  const ran = spawnSync(process.env.KPL_CODEC, [how], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(ran.status, 0, ran.stderr);
  return ran.stdout.trimEnd().split("\n");
};
const hex = (buffer) => (buffer.length === 0 ? "-" : buffer.toString("hex"));
const line = ({ partitionKey, data, explicitHashKey }) =>
  `${hex(Buffer.from(partitionKey))} ${hex(data)} ${explicitHashKey ?? "-"}`;
const ours = (records) =>
  Buffer.from(codec("encode", [...records.map(line), ".", ""].join("\n"))[0], "hex");

const theirs = (records) => {
  const aggregator = new agg.RecordAggregator();
  for (const record of records) aggregator.addUserRecord({ ...record });
  return aggregator.build().data;
};
const read = (data) => {
  let found;
  agg.deaggregateSync({ data: data.toString("base64"), partitionKey: "outer", sequenceNumber: "1" }, true,
    (error, records) => {
      if (error) throw error;
      found = records;
    });
  return found;
};

// Numbers that are the same every time.
let state = 1;
const below = (bound) => {
  state = (state * 48271) % 2147483647;
  return state % bound;
};
const some = (count, withHashKeys) =>
  Array.from({ length: count }, () => ({
    partitionKey: `truck-${below(200)}ä`,
    data: createHash("sha256").update(String(below(1e9))).digest().subarray(0, 1 + below(31)),
    ...(withHashKeys && below(2) ? { explicitHashKey: `3402823669209384634633746074317${below(90) + 10}` } : {}),
  }));

test("what aws-kinesis-agg writes is read", () => {
  for (const [count, withHashKeys] of [[1, false], [2, true], [150, false], [700, true]]) {
    const records = some(count, withHashKeys);
    const lines = codec("decode", `${theirs(records).toString("hex")}\n`);
    assert.deepEqual(lines, [...records.map(line), "."]);
  }
});

test("what is written is read by aws-kinesis-agg", () => {
  for (const [count, withHashKeys] of [[1, false], [3, true], [500, false], [900, true]]) {
    const records = some(count, withHashKeys);
    const found = read(ours(records));
    assert.equal(found.length, count);
    found.forEach((user, i) => {
      assert.equal(user.partitionKey, records[i].partitionKey);
      assert.equal(user.data, records[i].data.toString("base64"));
      assert.equal(user.subSequenceNumber, i);
      if (records[i].explicitHashKey) assert.equal(user.explicitPartitionKey, records[i].explicitHashKey);
    });
  }
});

test("the bytes are the same where the format leaves no choice", () => {
  for (const count of [1, 2, 129, 600]) {
    const records = some(count, false);
    assert.deepEqual(ours(records), theirs(records));
  }
});

test("a wrong digest is no aggregate to either", () => {
  const data = ours(some(5, false));
  data[data.length - 1] ^= 1;
  assert.deepEqual(codec("decode", `${data.toString("hex")}\n`), ["ordinary", "."]);
  assert.throws(() => read(data), /checksum/);
});

test("aggregates of a run are read by aws-kinesis-agg", () => {
  const ran = spawnSync(process.env.WEIR,
    ["records", "kpl", "--stream", "by-kpl", "--until", "5s", "--limit", "40", "--newest", "--json"],
    { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(ran.status, 0, ran.stderr);
  const records = ran.stdout.trimEnd().split("\n").map((text) => JSON.parse(text));
  assert.equal(records.length, 40);
  let users = 0;
  for (const record of records) {
    const data = Buffer.from(record.data_base64, "base64");
    if (record.user_records.length === 1) continue;
    assert.equal(record.partition_key, "a");
    const found = read(data);
    assert.equal(found.length, record.user_records.length);
    found.forEach((user, i) => {
      assert.equal(user.partitionKey, record.user_records[i].partition_key);
      const inside = JSON.parse(Buffer.from(user.data, "base64"));
      assert.equal(inside.key, user.partitionKey);
      assert.equal(inside.number, record.user_records[i].number);
    });
    users += found.length;
    assert.deepEqual(ours(found.map((user) => (
      { partitionKey: user.partitionKey, data: Buffer.from(user.data, "base64") }))), data);
  }
  assert.ok(users > 10_000, `${users} user records`);
});

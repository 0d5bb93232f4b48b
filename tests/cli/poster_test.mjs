// The picture of a run: the same bytes from both twins, and those that the site shows.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { output, testInFolder, weir } from './weir.mjs';

const pictures = resolve(dirname(fileURLToPath(import.meta.url)), '../../site/pictures/scenarios');
const scenarios = JSON.parse(output(['list', '--json']));

// The page of all pictures, made of what the scenarios say of themselves.
function gallery() {
  let page = '# Scenarios in pictures\n\n';
  page += 'Every scenario that is part of Weir, from its start to its end, as `weir poster SCENARIO` draws it. Time goes to the\n';
  page += 'right; each lane is a shard, as high as its share of the hash space and the stronger in colour the fuller it is; red\n';
  page += 'is what was throttled. Below are the records of a second, and how far each consumer is behind.\n';
  for (const { name, title, about } of scenarios) {
    page += `\n## ${name}\n\n${about}\n\n![${title}](../pictures/scenarios/${name}.svg)\n`;
  }
  return page;
}

test('the gallery shows every scenario', () => {
  const file = resolve(pictures, '../../docs/gallery.md');
  if (process.env.WEIR_GOLDEN_UPDATE) writeFileSync(file, gallery());
  assert.equal(gallery(), readFileSync(file, 'utf8'), `${file} differs; WEIR_GOLDEN_UPDATE=1 rewrites it`);
});

for (const { name } of scenarios) {
  test(`the site shows ${name} as it runs`, () => {
    const file = join(pictures, `${name}.svg`);
    const poster = output(['poster', name]);
    if (process.env.WEIR_GOLDEN_UPDATE) {
      mkdirSync(pictures, { recursive: true });
      writeFileSync(file, poster);
    }
    assert.equal(poster, readFileSync(file, 'utf8'), `${file} differs; WEIR_GOLDEN_UPDATE=1 rewrites it`);
  });
}

// Elements are closed in the order they were opened, and text holds no bare mark-up.
function assertWellFormed(svg) {
  const open = [];
  for (const [, close, name, rest] of svg.matchAll(/<(\/?)([a-z]+)((?:[^>"]|"[^"]*")*)>/g)) {
    if (close) assert.equal(open.pop(), name);
    else if (!rest.endsWith('/')) open.push(name);
  }
  assert.deepEqual(open, []);
  const text = svg.replace(/<\/?[a-z]+(?:[^>"]|"[^"]*")*>/g, '');
  assert.doesNotMatch(text, /[<>]|&(?!lt;|gt;|amp;|quot;)/);
}

testInFolder('a run without a stream is drawn, too', (folder, write) => {
  write('direct.json', JSON.stringify({ weir: 1, name: 'direct', duration: '20s', delivery_streams: [{ name: 'd' }],
    producers: [{ name: 'p', delivery_stream: 'd' }] }));
  assertWellFormed(output(['poster', 'direct.json'], { cwd: folder }));
});

const hard = (members) =>
  JSON.stringify({
    weir: 1,
    name: 'hard',
    title: 'A & B <i>"quoted"</i>',
    about: 'x '.repeat(400),
    streams: [{ name: 's', shards: 1 }],
    ...members,
  });

testInFolder('what a title holds cannot break the picture', (folder, write) => {
  write('hard.json', hard({}));
  const svg = output(['poster', 'hard.json'], { cwd: folder });
  assertWellFormed(svg);
  assert.match(svg, /<title>A &amp; B &lt;i&gt;&quot;quoted&quot;&lt;\/i&gt;<\/title>/);
  assert.match(svg, / …<\/text>/);
});

testInFolder('a thousand shards, a millisecond, a year and more: still a picture', (folder, write) => {
  for (const members of [
    { streams: [{ name: 's', shards: 1000 }] },
    { duration: '1ms' },
    { duration: '400d' },
    { streams: Array.from({ length: 200 }, (_, i) => ({ name: `s${i}` })) },
  ]) {
    write('hard.json', hard(members));
    const svg = output(['poster', 'hard.json'], { cwd: folder });
    assertWellFormed(svg);
    assert.doesNotMatch(svg, /="-|NaN|inf/);
    assert.ok(svg.length < 1 << 20, `${svg.length} bytes`);
  }
});

test('size, theme and seed are the caller\'s', () => {
  const svg = output(['poster', 'hot-key', '--width', '1200', '--height', '630', '--theme', 'dark']);
  assert.match(svg, /viewBox="0 0 1200 630"/);
  assert.doesNotMatch(svg, /prefers-color-scheme/);
  assert.notEqual(output(['poster', 'hot-key', '--seed', '99']), output(['poster', 'hot-key']));
});

test('a size that nothing can be seen in is refused', () => {
  const done = weir(['poster', 'trucks', '--width', '10']);
  assert.equal(done.status, 2);
  assert.equal(done.stdout, '');
  assert.match(done.stderr, /^weir: --width: "10" is not a whole number from 320 to 4,000\n$/);
});

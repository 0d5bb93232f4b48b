// `weir ui`: the window itself, on a screen that nobody sees, drawn by the processor.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { command, underNode, weir } from './weir.mjs';

const kWidth = 1280;
const kHeight = 800;
const kPatienceMs = 60_000; // A busy machine draws its first frame late.

const skip = underNode
  ? 'there is no window under node'
  : !existsSync(join(dirname(command[0]), 'weir-ui'))
    ? 'no weir-ui beside weir'
    : spawnSync('Xvfb', ['-help']).error !== undefined && 'no Xvfb';

// Runs `body(display, screen)` with a screen whose pixels Xvfb keeps in the file `screen`.
async function withScreen(body) {
  const folder = mkdtempSync(join(tmpdir(), 'weir-ui-'));
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${kWidth}x${kHeight}x24`, '-fbdir', folder,
    '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  try {
    const number = await new Promise((resolve, reject) => {
      xvfb.once('error', reject);
      xvfb.once('exit', () => reject(new Error('Xvfb ended')));
      xvfb.stdio[3].once('data', (bytes) => resolve(bytes.toString().trim()));
    });
    await body(`:${number}`, join(folder, 'Xvfb_screen0'));
  } finally {
    xvfb.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

// How many pixels each colour has, of the screen as Xvfb keeps it: an X window dump.
function colours(screen) {
  const dump = readFileSync(screen);
  const header = dump.readUInt32BE(0);
  const entries = dump.readUInt32BE(76);
  const begin = header + entries * 12;
  const counts = new Map();
  for (let at = begin; at + 4 <= begin + kWidth * kHeight * 4; at += 4) {
    const colour = dump.readUInt32LE(at) & 0xffffff;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

// Text and shapes have hundreds of colours at their edges; an empty window has one or two.
const isPicture = (counts) => counts.size > 100 && Math.max(...counts.values()) < kWidth * kHeight * 0.98;

async function shows(args) {
  await withScreen(async (display, screen) => {
    const window = spawn(command[0], ['ui', ...args], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DISPLAY: display, LIBGL_ALWAYS_SOFTWARE: '1' },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    let said = '';
    window.stderr.on('data', (bytes) => (said += bytes));
    const ended = new Promise((resolve) => window.once('exit', resolve));
    try {
      const until = Date.now() + kPatienceMs;
      while (Date.now() < until && window.exitCode === null && !isPicture(colours(screen))) await sleep(200);
      assert.equal(window.exitCode, null, `the window ended: ${said}`);
      const counts = colours(screen);
      assert.ok(isPicture(counts), `the window stays blank: ${counts.size} colours`);
    } finally {
      window.kill();
      await ended;
    }
  });
}

test('weir ui shows a picture', { skip }, () => shows([]));
test('weir ui SCENARIO shows that one', { skip }, () => shows(['split']));

test('a scenario that is not there is said before any window opens', { skip }, () => {
  const done = weir(['ui', 'truks']);
  assert.equal(done.status, 2);
  assert.match(done.stderr, /no scenario "truks"; did you mean "trucks"/);
});

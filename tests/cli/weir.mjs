// Runs the command line under test, and keeps each test in a folder of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const program = resolve(process.env.WEIR ?? 'build/dev/weir');
export const underNode = program.endsWith('.js');
export const command = underNode ? [process.execPath, program] : [program];
export const quakes = resolve(here, '../../core/scenarios/data/earthquakes.csv');

// The settings of whoever runs the tests must not show in what they find.
const environment = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8', TERM: 'xterm' };

// {status, stdout, stderr} of `weir ARGUMENT...`.
export function weir(args, { input = '', cwd, env = {} } = {}) {
  const done = spawnSync(command[0], [...command.slice(1), ...args], {
    input,
    cwd,
    env: { ...environment, ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(done.error, undefined);
  return done;
}

// What a run that must succeed has printed.
export function output(args, options) {
  const done = weir(args, options);
  assert.equal(done.stderr, '');
  assert.equal(done.status, 0);
  return done.stdout;
}

// A test in an empty folder that goes away with it.
export function testInFolder(name, body) {
  test(name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'weir-cli-'));
    try {
      body(folder, (file, text) => writeFileSync(join(folder, file), text));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

// Compares with golden/NAME; WEIR_GOLDEN_UPDATE=1 writes it instead.
export function matchesGolden(name, text) {
  const path = join(here, 'golden', name);
  if (process.env.WEIR_GOLDEN_UPDATE) writeFileSync(path, text);
  assert.equal(text, readFileSync(path, 'utf8'), `${name} differs; WEIR_GOLDEN_UPDATE=1 rewrites it`);
}

export const filesIn = (folder) => readdirSync(folder).sort();

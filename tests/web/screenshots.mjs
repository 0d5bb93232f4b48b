// Takes the pictures that README and site show: node tests/web/screenshots.mjs [FOLDER]
//
// Without FOLDER they go to site/pictures/. Beside the three that are committed, `--all FOLDER` takes every
// layout in both themes, with tables and help: to be looked at after a change of the page.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { Bench, call, drawn, root, until } from './support/browser.mjs';
import { screenshot } from './support/picture.mjs';
import { encodePng } from './support/png.mjs';

const kPhone = { hasTouch: true, isMobile: true };
const kPictures = [
  { name: 'playground-1280x800', where: 'index.html', width: 1280, height: 800 },
  { name: 'playground-720x420', where: 'embed.html', width: 720, height: 420 },
  { name: 'playground-390x844', where: 'index.html', width: 390, height: 844, options: kPhone },
];
const kScenarios = { trucks: 75, 'hot-key': 20, earthquakes: 330, split: 70, 'slow-consumer': 100_000 };

async function take(bench, folder, { name, where, width, height, options = {} }, scenario, scheme, key) {
  const page = await bench.playground(`${where}#s=${scenario}&t=${kScenarios[scenario]}`, {
    viewport: { width, height }, colorScheme: scheme, ...options,
  });
  await until(page, ({ t_us: t }) => t > 0, 'the moment');
  // A stretch of playing, so that everything is as somebody sees it who has just paused.
  await call(page, 'play');
  await page.waitForTimeout(1500);
  await call(page, 'pause');
  if (key) {
    await page.locator('canvas').focus();
    await page.keyboard.press(key);
  }
  await page.waitForTimeout(500);
  await drawn(page);
  const file = path.join(folder, `${name}.png`);
  const { width: columns, height: rows, pixels } = await screenshot(page);
  const png = encodePng(columns, rows, pixels);
  writeFileSync(file, png);
  console.log(`${file}  ${(png.length / 1000).toFixed(0)} KB`);
  await page.context().close();
}

const { values: { all }, positionals } = parseArgs({ allowPositionals: true, options: { all: { type: 'boolean' } } });
const folder = path.resolve(positionals[0] ?? path.join(root, 'site/pictures'));
mkdirSync(folder, { recursive: true });
const bench = await Bench.open();
try {
  for (const picture of kPictures) {
    if (!all) {
      await take(bench, folder, picture, 'trucks', 'dark');
      continue;
    }
    for (const scheme of ['dark', 'light']) {
      for (const scenario of Object.keys(kScenarios)) {
        await take(bench, folder, { ...picture, name: `${picture.name}-${scenario}-${scheme}` }, scenario, scheme);
      }
      await take(bench, folder, { ...picture, name: `${picture.name}-tables-${scheme}` }, 'trucks', scheme, 't');
      await take(bench, folder, { ...picture, name: `${picture.name}-help-${scheme}` }, 'trucks', scheme, '?');
    }
  }
} finally {
  await bench.close();
}

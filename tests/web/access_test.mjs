// Reading the page by other means than eyes on a wide screen.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { Bench, call, drawn, until } from './support/browser.mjs';
import { screenshot, variety } from './support/picture.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kPhone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let bench;
before(async () => { bench = await Bench.open(); });
after(() => bench?.close());

// The rules that are broken, each with the elements that break it.
async function violations(page) {
  await page.evaluate(axe); // Not as a script tag: the page's policy forbids those.
  return page.evaluate(async () => {
    const { violations: found } = await window.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.flat().join(' ')).join(' | ')}`);
  });
}

for (const [name, where, options] of [
  ['dark', 'index.html#t=5', { colorScheme: 'dark' }],
  ['light', 'index.html#t=5', { colorScheme: 'light' }],
  ['embedded', 'embed.html#t=5', { viewport: { width: 720, height: 420 } }],
  ['phone', 'index.html#t=5', kPhone],
  ['phone, light', 'index.html#t=5', { ...kPhone, colorScheme: 'light' }],
]) {
  test(`axe finds nothing to complain of: ${name}`, async () => {
    const page = await bench.playground(where, options);
    assert.deepEqual(await violations(page), []);
    await page.locator('canvas').focus();
    await page.keyboard.press('t');
    assert.deepEqual(await violations(page), [], 'with the tables');
    await page.keyboard.press('t');
    await page.keyboard.press('?');
    assert.deepEqual(await violations(page), [], 'with the help');
  });
}

test('the tables say what the picture shows', async () => {
  const page = await bench.playground('index.html#s=trucks&t=20.3'); // Between two polls: less went out than in.
  await page.locator('canvas').focus();
  await page.keyboard.press('t');
  const { streams } = await call(page, 'state');
  const table = page.getByRole('table', { name: 'Shards' });
  assert.equal(await table.getByRole('row').count(), streams[0].shards.length + 1);
  const cells = await table.locator('tbody tr').first().locator('th, td').allTextContents();
  assert.deepEqual(cells.slice(0, 3), ['0', 'positions', 'OPEN']);
  assert.notEqual(streams[0].shards[0].records_in, streams[0].shards[0].records_out);
  assert.equal(cells[5], streams[0].shards[0].records_in.toLocaleString('en-US'));
  const keys = await page.getByRole('table', { name: /last .* records/ }).locator('tbody tr td:nth-child(3)').allTextContents();
  assert.ok(keys.length > 10 && keys.every((key) => /^truck-\d+$/.test(key)), keys.slice(0, 3).join());
});

test('captions tell what is notable, not more often than every two seconds', async () => {
  const page = await bench.playground('index.html#s=hot-key&t=0.001');
  await page.evaluate(() => {
    const caption = document.querySelector('weir-playground').shadowRoot.querySelector('[role=status]');
    window.captions = [];
    new MutationObserver(() => window.captions.push([performance.now(), caption.textContent]))
      .observe(caption, { childList: true, characterData: true, subtree: true });
  });
  await call(page, 'setSpeed', 5);
  await call(page, 'play');
  await page.waitForTimeout(7000);
  const captions = await page.evaluate(() => window.captions);
  assert.ok(captions.some(([, text]) => /throttle/i.test(text)), JSON.stringify(captions));
  for (let i = 1; i < captions.length; ++i) {
    assert.ok(captions[i][0] - captions[i - 1][0] > 1900, JSON.stringify(captions));
  }
});

test('the picture is described in a sentence', async () => {
  const page = await bench.playground('index.html#s=trucks&t=20');
  const description = await page.locator('#description').textContent();
  assert.match(description, /^At 00:20\.000 of 0\d:\d\d\.\d{3}: stream positions has 3 open shards; [\d,]+ records accepted/);
});

test('reduced motion: it does not start by itself', async () => {
  const page = await bench.playground('index.html', { reducedMotion: 'reduce' });
  await page.waitForTimeout(300);
  const { playing, t_us: t } = await call(page, 'state');
  assert.deepEqual([playing, t], [false, 0]);
});

test('forced colours: bars and picture are still there', async () => {
  const page = await bench.playground('index.html#t=20', { forcedColors: 'active' });
  const canvas = await page.locator('canvas').boundingBox();
  assert.ok((await variety(page, canvas)).deviation > 3, 'the picture');
  const corner = async ({ x, y }) => {
    const { pixels } = await screenshot(page, { x: x + 2, y: y + 2, width: 1, height: 1 });
    return [...pixels];
  };
  assert.deepEqual(await corner(canvas), await corner(await page.locator('.transport').boundingBox()), 'one ground');
  for (const button of await page.locator('button').all()) {
    if (!await button.isVisible()) continue;
    const { x, y, width, height } = await button.boundingBox();
    const inside = { x: x + 3, y: y + 3, width: width - 6, height: height - 6 };
    assert.ok((await variety(page, inside)).deviation > 3, `${await button.getAttribute('aria-label')} shows its icon`);
  }
  assert.deepEqual(page.problems, []);
});

// Whatever is in a bar stays inside the window, and inside its own box where it may not be cut.
function cutOff(page) {
  return page.evaluate(() => {
    const root = document.querySelector('weir-playground').shadowRoot;
    const onlyHeard = (element) => element !== null && (element.clientWidth === 1 || onlyHeard(element.parentElement));
    const seen = [...root.querySelectorAll('.head *, .status *, .transport *')].filter((element) =>
      element.getClientRects().length > 0 && !element.closest('svg, option, .markers') && !onlyHeard(element));
    const wrong = [];
    for (const element of seen) {
      const box = element.getBoundingClientRect();
      const name = `${element.localName}.${element.className}`;
      if (box.left < -0.5 || box.right > innerWidth + 0.5 || box.bottom > innerHeight + 0.5) wrong.push(`${name} leaves the window`);
      const mayBeCut = element.matches('.caption, .title, .picker');
      if (!mayBeCut && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
        && getComputedStyle(element).display !== 'inline') wrong.push(`${name} is cut`);
    }
    // Neighbours in a bar do not lie on each other.
    for (const bar of root.querySelectorAll('.head, .status, .transport')) {
      const boxes = [...bar.children].map((child) => child.getBoundingClientRect()).filter(({ width }) => width > 1);
      for (let i = 0; i < boxes.length; ++i) {
        for (let j = 0; j < i; ++j) {
          const [a, b] = [boxes[i], boxes[j]];
          if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5) wrong.push(`${bar.className}: ${i} lies on ${j}`);
        }
      }
    }
    return wrong;
  });
}

for (const [name, where, options] of [
  ['1280x800', 'index.html#s=earthquakes&t=330', {}],
  ['1280x800 at 200 % zoom', 'index.html#t=20', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
  ['720x420', 'embed.html#s=earthquakes&t=330', { viewport: { width: 720, height: 420 } }],
  ['720x420 at 200 % zoom', 'embed.html#t=20', { viewport: { width: 360, height: 420 }, deviceScaleFactor: 2 }],
  ['390x844', 'index.html#s=earthquakes&t=330', kPhone],
  ['320x568', 'index.html#t=20', { ...kPhone, viewport: { width: 320, height: 568 } }],
]) {
  test(`nothing is cut off or overlaps: ${name}`, async () => {
    const page = await bench.playground(where, options);
    await until(page, ({ t_us: t }) => t > 1e6, 'the moment of the link');
    await drawn(page);
    assert.deepEqual(await cutOff(page), []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, 'no sideways scroll');
    const canvas = await page.locator('canvas').boundingBox();
    assert.ok(canvas.height >= 150, `the picture keeps room: ${canvas.height}`);
  });
}

test('on a touch screen everything to press is 44 px high and wide', async () => {
  const page = await bench.playground('index.html#t=5', kPhone);
  const small = await page.evaluate(() => [...document.querySelector('weir-playground').shadowRoot
    .querySelectorAll('button, select, input')]
    .map((element) => [element.className || element.title, element.getBoundingClientRect()])
    .filter(([, { width, height }]) => width > 0 && (width < 44 || height < 44))
    .map(([name, { width, height }]) => `${name} ${width}x${height}`));
  assert.deepEqual(small, []);
});

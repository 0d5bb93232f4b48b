// A guest in somebody's page: idle when idle, and keyboard, wheel and fingers stay the page's.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Bench, call, drawn, started, until } from './support/browser.mjs';

let bench;
before(async () => { bench = await Bench.open(); });
after(() => bench?.close());

// Counts the animation frames that any script of the page asks for and gets.
function countFrames() {
  window.framesRun = 0;
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => ask((now) => {
    window.framesRun += 1;
    callback(now);
  });
}

async function framesIn(page, ms) {
  const before = await page.evaluate(() => window.framesRun);
  await page.waitForTimeout(ms);
  return (await page.evaluate(() => window.framesRun)) - before;
}

const kTall = (element) => `<button id="before">before</button><div>${element}</div>
  <button id="after">after</button><div style="height: 3000px"></div>`;

test('paused, it runs no animation frame; playing, it does', async () => {
  const page = await bench.playground('index.html', { init: countFrames });
  await until(page, ({ playing }) => playing, 'playing');
  assert.ok(await framesIn(page, 1000) > 3, 'frames run while it plays');
  await call(page, 'pause');
  await page.waitForTimeout(700); // The digests of the rest are read, the last change is drawn.
  assert.equal(await framesIn(page, 3000), 0);
});

test('out of view, it stops and virtual time with it', async () => {
  const page = await bench.host(kTall('<weir-playground scenario="trucks"></weir-playground>'), { init: countFrames });
  await started(page);
  await call(page, 'play');
  await until(page, ({ t_us: t }) => t > 0, 'playing');
  await page.evaluate(() => scrollTo(0, 2500));
  await page.waitForTimeout(500);
  const { t_us: gone } = await call(page, 'state');
  assert.equal(await framesIn(page, 1500), 0);
  assert.equal((await call(page, 'state')).t_us, gone);
  await page.evaluate(() => scrollTo(0, 0));
  const { t_us: back } = await until(page, ({ t_us: t }) => t > gone, 'going on');
  assert.ok(back - gone < 1e6, 'what passed meanwhile is not caught up');
});

test('in a hidden tab it stops', async () => {
  const page = await bench.playground('index.html', { init: countFrames });
  const hide = (hidden) => page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await until(page, ({ playing, t_us: t }) => playing && t > 0, 'playing');
  await hide(true);
  assert.equal(await framesIn(page, 1000), 0);
  await hide(false);
  assert.ok(await framesIn(page, 1000) > 3, 'it goes on');
});

test('an element far below the view starts only when it comes near', async () => {
  const page = await bench.host(`<div style="height: 3000px"></div><weir-playground></weir-playground>`);
  await page.waitForTimeout(800);
  assert.ok(!page.requests.some((url) => url.includes('weir-app')), 'nothing was fetched for it');
  await page.evaluate(() => scrollTo(0, 2600));
  await started(page);
});

for (const backwards of [false, true]) {
  test(`Tab goes through it and leaves it, ${backwards ? 'backwards' : 'forwards'}`, async () => {
    const page = await bench.host(kTall('<weir-playground scenario="trucks"></weir-playground>'));
    await started(page);
    await page.focus(backwards ? '#after' : '#before');
    const visited = [];
    for (let i = 0; i < 40; ++i) {
      await page.keyboard.press(backwards ? 'Shift+Tab' : 'Tab');
      const at = await page.evaluate(() => {
        const inner = document.activeElement.shadowRoot?.activeElement;
        return inner ? inner.localName + (inner.getAttribute('aria-label') ?? '') : document.activeElement.id;
      });
      if (at === (backwards ? 'before' : 'after')) {
        assert.ok(visited.some((name) => name.startsWith('canvas')), `the canvas is a stop: ${visited}`);
        assert.ok(visited.includes('inputTime'), `the bar is a stop: ${visited}`);
        return;
      }
      visited.push(at);
    }
    assert.fail(`Tab never left: ${visited.join(' > ')}`);
  });
}

test('Esc gives the focus back, also from inside the picture', async () => {
  const page = await bench.playground();
  const canvas = page.locator('canvas');
  await canvas.focus();
  await page.keyboard.press('Enter');
  assert.equal(await canvas.getAttribute('role'), 'application');
  await page.keyboard.press('Escape');
  assert.equal(await canvas.getAttribute('role'), 'img');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'body');
});

test('starting takes no focus and scrolls nothing', async () => {
  const page = await bench.host(kTall('<weir-playground scenario="trucks" loading="eager"></weir-playground>'));
  await page.focus('#before');
  await started(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'before');
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test('keys do nothing unless the playground has the focus, and none with Ctrl', async () => {
  const page = await bench.playground();
  await page.keyboard.press('Space');
  assert.equal((await call(page, 'state')).playing, false);
  await page.locator('canvas').focus();
  await page.keyboard.press('Control+Space');
  assert.equal((await call(page, 'state')).playing, false);
  await page.keyboard.press('Space');
  assert.equal((await call(page, 'state')).playing, true);
});

test('the wheel scrolls the page, until the picture is clicked', async () => {
  const page = await bench.host(kTall('<weir-playground scenario="trucks"></weir-playground>'));
  await started(page);
  const { x, y, width, height } = await page.locator('canvas').boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.wheel(0, 120);
  await page.waitForFunction(() => scrollY >= 100);
  await page.evaluate(() => scrollTo(0, 0));
  await page.mouse.click(x + width / 2, y + height / 2);
  await page.mouse.wheel(0, 120);
  await page.waitForTimeout(400);
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test('a finger on the picture scrolls the page', async () => {
  const page = await bench.host(kTall('<weir-playground scenario="trucks"></weir-playground>'), {
    viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true,
  });
  await started(page);
  const { x, y, width, height } = await page.locator('canvas').boundingBox();
  // A finger, event by event: DevTools' ready-made scroll gesture does nothing in a headless browser.
  const devtools = await page.context().newCDPSession(page);
  const finger = (type, ...touchPoints) => devtools.send('Input.dispatchTouchEvent', { type, touchPoints });
  const from = { x: x + width / 2, y: y + height * 0.8 };
  await finger('touchStart', from);
  for (let i = 1; i <= 10; ++i) {
    await finger('touchMove', { x: from.x, y: from.y - i * 20 });
    await page.waitForTimeout(16);
  }
  await finger('touchEnd');
  await page.waitForTimeout(300);
  assert.ok(await page.evaluate(() => scrollY) > 100, 'the page went along');
});

test('the canvas has as many pixels as the screen, whatever the size', async () => {
  const page = await bench.playground();
  const sizes = () => page.evaluate(() => {
    const canvas = document.querySelector('weir-playground').shadowRoot.querySelector('canvas');
    return [canvas.width, canvas.height, canvas.clientWidth, canvas.clientHeight];
  });
  for (const [width, height] of [[1280, 800], [900, 600], [390, 844]]) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(100);
    await drawn(page);
    const [pixelWidth, pixelHeight, cssWidth, cssHeight] = await sizes();
    assert.deepEqual([pixelWidth, pixelHeight], [cssWidth, cssHeight]);
    assert.equal(cssWidth, width);
  }
});

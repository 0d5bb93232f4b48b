// Chromium on the built page, for one test file: a static server, a browser, and pages that remember what
// went wrong in them.
//
//   WEIR_PAGE      the built page (build/wasm/page)       WEIR_CHROMIUM   the browser, /usr/bin/chromium
//   WEIR_CLI       the native command line, for digests
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

import { createStaticServer, listen } from '../../../web/toolchain/serve.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
export const pageFolder = path.resolve(process.env.WEIR_PAGE ?? path.join(root, 'build/wasm/page'));
export const cli = path.resolve(process.env.WEIR_CLI ?? path.join(root, 'build/dev/weir'));

const kExecutable = process.env.WEIR_CHROMIUM ?? '/usr/bin/chromium';
// WebGL by the processor: the machines that run tests have no graphics card.
const kFlags = ['--no-sandbox', '--disable-dev-shm-usage', '--use-gl=angle', '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader'];
export const kWindow = { width: 1280, height: 800 };

export class Bench {
  // To be ended with close().
  static async open() {
    if (!existsSync(path.join(pageFolder, 'weir-app.wasm'))) {
      throw new Error(`${pageFolder} holds no built page: cmake --workflow --preset build-wasm`);
    }
    const bench = new Bench();
    bench.server = createStaticServer(pageFolder);
    bench.origin = `http://127.0.0.1:${await listen(bench.server, 0)}`;
    bench.browser = await chromium.launch({ executablePath: kExecutable, args: kFlags });
    return bench;
  }

  async close() {
    await this.browser.close();
    this.server.close();
  }

  // A page in a context of its own, not yet anywhere. `options` as newContext's, and `init`, a function
  // that runs in the page before its scripts.
  async blank({ init, ...options } = {}) {
    const context = await this.browser.newContext({ viewport: kWindow, colorScheme: 'dark', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.problems = [];
    page.requests = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) page.problems.push(message.text());
    });
    page.on('pageerror', (error) => page.problems.push(error.stack));
    page.on('request', (request) => {
      // A data: address, as the page's icon, is no request; the browser looks at it when it likes.
      if (!request.url().startsWith('data:')) page.requests.push(request.url());
    });
    if (init) await page.addInitScript(init);
    return page;
  }

  // The playground, started. `where` is what follows the origin.
  async playground(where = 'index.html#t=0.001', options = {}) {
    const page = await this.blank(options);
    await page.goto(`${this.origin}/${where}`);
    await started(page);
    return page;
  }

  // A page of somebody else's with `body` in it, from the same server.
  async host(body, options = {}) {
    const page = await this.blank(options);
    await page.route('**/host.html', (route) => route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: `<!doctype html><html lang="en"><head><title>A host</title>
        <meta name="viewport" content="width=device-width"><script type="module" src="weir.js"></script></head>
        <body>${body}</body></html>`,
    }));
    await page.goto(`${this.origin}/host.html`);
    return page;
  }
}

export async function started(page) {
  await page.waitForFunction(() => document.querySelector('weir-playground')?.ready);
  await page.evaluate(() => document.querySelector('weir-playground').ready.then(() => {}));
  await drawn(page);
}

// Two frames later: what was asked for before is on the screen.
export async function drawn(page) {
  await page.evaluate(() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(() => done()));
  }));
}

// Calls a method of the element: call(page, 'seek', 12.5).
export function call(page, method, ...args) {
  return page.evaluate(([name, list]) => {
    const result = document.querySelector('weir-playground')[name](...list);
    return result === undefined ? null : result;
  }, [method, args]);
}

// Waits until `test(state)` holds. Virtual time is never waited for longer than 20 s of the wall.
export async function until(page, test, what) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const state = await call(page, 'state');
    if (test(state)) return state;
    if (Date.now() > deadline) throw new Error(`${what}: still not after 20 s, at ${state.t_us} us`);
    await page.waitForTimeout(50);
  }
}

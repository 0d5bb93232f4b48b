// Serves a folder over HTTP on this machine: node serve.mjs FOLDER [--port N] [--host ADDRESS]
//
// A static server in the plainest sense: the page must work from any host that knows these types.
// Without --port it takes 8080 or the next port that is free; a port asked for and taken is an error.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.otf': 'font/otf',
  '.ttf': 'font/ttf',
};
const FIRST_PORT = 8080;
const PORTS_TRIED = 20;

// The file that a request's path names, or null: nothing outside `root` is ever named.
async function fileOf(root, url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return null;
  }
  let file = path.join(root, path.normalize(name));
  if (file !== root && !file.startsWith(root + path.sep)) return null;
  try {
    if ((await stat(file)).isDirectory()) file = path.join(file, 'index.html');
    return (await stat(file)).isFile() ? file : null;
  } catch {
    return null;
  }
}

export function createStaticServer(folder) {
  const root = path.resolve(folder);
  return createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const file = await fileOf(root, request.url);
    if (!file) {
      response.writeHead(404, { 'Content-Type': TYPES['.txt'] }).end('not found\n');
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[path.extname(file)] ?? 'application/octet-stream',
      // A rebuilt page must show at the next reload.
      'Cache-Control': 'no-cache',
      // Pages that isolate themselves may embed what is served here.
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Access-Control-Allow-Origin': '*',
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    createReadStream(file).on('error', () => response.destroy()).pipe(response);
  });
}

// Resolves to the port that the server listens on; port 0 means any.
export function listen(server, port, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve(server.address().port);
    });
  });
}

async function listenOnTheFirstFree(server, host) {
  for (let port = FIRST_PORT; ; ++port) {
    try {
      return await listen(server, port, host);
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || port === FIRST_PORT + PORTS_TRIED) throw error;
    }
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string' }, host: { type: 'string', default: '127.0.0.1' } },
    allowPositionals: true,
  });
  if (positionals.length !== 1) throw new Error('usage: serve.mjs FOLDER [--port N] [--host ADDRESS]');
  const folder = positionals[0];
  await stat(path.join(folder, 'index.html'));
  const server = createStaticServer(folder);
  let port;
  if (values.port === undefined) {
    port = await listenOnTheFirstFree(server, values.host);
  } else {
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) {
      throw new Error(`--port ${values.port}: want a number from 0 to 65535`);
    }
    port = await listen(server, Number(values.port), values.host);
  }
  const shown = ['127.0.0.1', '0.0.0.0', '::'].includes(values.host) ? 'localhost' : values.host;
  console.log(`\nThe playground is at http://${shown}:${port}/   (Ctrl+C ends it)`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error) => {
    console.error(`serve: ${error.message}`);
    process.exit(1);
  });
}

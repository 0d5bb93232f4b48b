// A screenshot as a small PNG: truecolour without alpha, each row with the filter that suits it, packed as
// hard as zlib can. A browser packs in a hurry, and pictures of a repository are fetched for years.
import { deflateSync } from 'node:zlib';

const kSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const kBytesPerPixel = 3;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; ++k) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}

function paeth(left, up, corner) {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

// The five filters of PNG: what each takes off a byte, from the bytes left, above and above left.
const filters = [() => 0, (left) => left, (_, up) => up, (left, up) => (left + up) >> 1, paeth];

// Row `y` of `pixels`, filtered by `filter`, with the sum that says how well it suits.
function filtered(pixels, stride, y, number) {
  const row = Buffer.alloc(stride + 1);
  row[0] = number;
  let sum = 0;
  for (let x = 0; x < stride; ++x) {
    const at = y * stride + x;
    const left = x >= kBytesPerPixel ? pixels[at - kBytesPerPixel] : 0;
    const up = y > 0 ? pixels[at - stride] : 0;
    const corner = y > 0 && x >= kBytesPerPixel ? pixels[at - stride - kBytesPerPixel] : 0;
    const value = (pixels[at] - filters[number](left, up, corner)) & 255;
    row[x + 1] = value;
    sum += value < 128 ? value : 256 - value;
  }
  return { row, sum };
}

// `pixels`: RGB, row by row from the top.
export function encodePng(width, height, pixels) {
  const stride = width * kBytesPerPixel;
  const packed = (choose) => {
    const rows = Array.from({ length: height }, (_, y) => choose(y));
    return deflateSync(Buffer.concat(rows), { level: 9, memLevel: 9 });
  };
  const best = (y) => filters.map((_, number) => filtered(pixels, stride, y, number))
    .reduce((a, b) => (b.sum < a.sum ? b : a)).row;
  // Flat drawings often pack best unfiltered.
  const candidates = [packed(best), packed((y) => filtered(pixels, stride, y, 0).row)];
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([kSignature, chunk('IHDR', header),
    chunk('IDAT', candidates.reduce((a, b) => (b.length < a.length ? b : a))), chunk('IEND', Buffer.alloc(0))]);
}

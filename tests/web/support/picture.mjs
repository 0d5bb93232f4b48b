// What a screenshot shows. Screenshots, because reading a WebGL canvas back says nothing of what is seen.

// How varied the pixels of `clip` (CSS pixels of the window) are:
//   deviation   of the luminance, 0 to 127
//   colours     different ones, each channel cut to 4 bits
export async function variety(page, clip) {
  const { pixels } = await screenshot(page, clip);
  const colours = new Set();
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    const [red, green, blue] = pixels.subarray(i, i + 3);
    const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    sum += light;
    squares += light * light;
    colours.add((red >> 4) << 8 | (green >> 4) << 4 | blue >> 4);
  }
  const n = pixels.length / 3;
  return { deviation: Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)), colours: colours.size };
}

// The pixels that are on the screen: {width, height, pixels}, RGB. The browser unpacks its own PNG.
export async function screenshot(page, clip) {
  const png = await page.screenshot({ clip });
  const { width, height, base64 } = await page.evaluate(async (packed) => {
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    let text = '';
    for (let i = 0; i < data.length; i += 4) text += String.fromCharCode(data[i], data[i + 1], data[i + 2]);
    return { width: bitmap.width, height: bitmap.height, base64: btoa(text) };
  }, png.toString('base64'));
  return { width, height, pixels: Buffer.from(base64, 'base64') };
}

// Where the lanes are in the window: [{stream, shard, clip}].
export const lanes = (page) => places(page, 'lanes');

// Where the tiles of delivered objects are: [{delivery_stream, number, clip}].
export const objects = (page) => places(page, 'objects');

function places(page, method) {
  return page.evaluate((of) => {
    const element = document.querySelector('weir-playground');
    const canvas = element.shadowRoot.querySelector('canvas').getBoundingClientRect();
    return element[of]().map(({ x, y, width, height, ...rest }) =>
      ({ ...rest, clip: { x: canvas.x + x, y: canvas.y + y, width, height } }));
  }, method);
}

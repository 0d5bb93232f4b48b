// The two typefaces, from the folder the page came from. Where a host's policy forbids them, or they are
// late, the machine's own fonts serve: nothing waits long for them.

const kFaces = [
  ['Weir Inter', 'fonts/inter.woff2'],
  ['Weir Mono', 'fonts/mono.woff2'],
];
const kWaitMs = 1500;
let loading = null;

// Once for all elements of a page.
export function loadFonts(base) {
  loading ??= Promise.race([
    new Promise((done) => setTimeout(done, kWaitMs)),
    Promise.allSettled(kFaces.map(async ([family, file]) => {
      const face = new FontFace(family, `url(${new URL(file, base).href})`);
      document.fonts.add(await face.load());
    })),
  ]);
  return loading;
}

// The two typefaces, from the folder the page came from: fetched once for all elements of a page, for the
// page's own text and for what the program draws.

const kFaces = [
  ['Weir Inter', 'inter.otf'],
  ['Weir Mono', 'mono.ttf'],
];
let fetching = null;

// -> [{name, bytes}]. Throws where one is missing: the program draws with them.
export function fetchFonts(base) {
  fetching ??= Promise.all(kFaces.map(async ([family, name]) => {
    const answer = await fetch(new URL(`fonts/${name}`, base));
    if (!answer.ok) throw new Error(`fonts/${name} is not beside the page`);
    const bytes = await answer.arrayBuffer();
    // The page's text has the machine's own fonts to fall back on.
    new FontFace(family, bytes.slice(0)).load().then((face) => document.fonts.add(face), () => {});
    return { name, bytes: new Uint8Array(bytes) };
  }));
  return fetching;
}

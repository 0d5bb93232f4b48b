// Elements in one expression. Text is always set as text, so nothing that a scenario or a file says is
// ever read as markup; and no attribute of style or script is made, so the strictest policy allows it.

const kSvg = 'http://www.w3.org/2000/svg';

// h('button', {class: 'play', 'aria-label': 'Play', onclick: f}, 'text', node, ...). A property that is
// null, undefined or false is left out; true gives an empty attribute; on* are listeners.
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// An icon of icons.js: 20 units square, drawn in the colour of the text around it.
export function icon(path) {
  const svg = document.createElementNS(kSvg, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(kSvg, 'path');
  shape.setAttribute('d', path);
  svg.append(shape);
  return svg;
}

// A button that shows an icon and says `label` to those who do not see it. `shortcut` goes to the tip.
export function iconButton(path, label, shortcut, onclick) {
  const tip = shortcut ? `${label} (${shortcut})` : label;
  return h('button', { type: 'button', class: 'icon', 'aria-label': label, title: tip, onclick }, icon(path));
}

// Sets text only where it differs: a live region must not speak again, nor the layout be dirtied.
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

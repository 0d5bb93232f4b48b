// The help: what is seen, and what may be pressed.
import { h, iconButton } from './dom.js';
import { icons } from './icons.js';
import { kShortcuts } from './keys.js';

const kSeen = [
  ['Lane', 'a shard; as high as its part of the hash space'],
  ['Dot', 'a record; its colour and shape come from its partition key'],
  ['Bars', 'how full a shard’s two limits are: bytes, and records in ten steps'],
  ['Red ring', 'a record that was throttled, and is tried again'],
  ['Scissors', 'the retention horizon: records behind it are gone'],
  ['Triangle', 'a consumer’s place in the shard; what lies ahead of it is its lag'],
];

export function makeHelp() {
  const rows = (pairs, tag) => h('dl', { class: tag }, ...pairs.map(([term, text]) =>
    h('div', {}, h('dt', {}, term), h('dd', {}, text))));
  const dialog = h('dialog', { class: 'dialog help', 'aria-labelledby': 'help-title' },
    h('div', { class: 'dialog-head' },
      h('h2', { id: 'help-title' }, 'Help'),
      iconButton(icons.close, 'Close', 'Esc', () => dialog.close())),
    h('p', {}, 'Time here is virtual: the same scenario and seed give the same run on every machine, and you may '
      + 'go back and forth in it. Nothing you open leaves this page.'),
    h('h3', {}, 'What you see'),
    rows(kSeen, 'seen'),
    h('h3', {}, 'Keys, while the playground has the focus'),
    rows(kShortcuts.map(({ shown, text }) => [shown, text]), 'keys'));
  return dialog;
}

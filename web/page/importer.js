// Own data: a scenario (.json), or records (.csv, .ndjson, .jsonl, .json, .geojson) by drop or file dialog.
// Files are read here and go to the program in this page, nowhere else.
import { h, iconButton } from './dom.js';
import { icons } from './icons.js';
import { speed as speedText } from './format.js';

const kBytesMax = 64 * 1024 * 1024; // More would not fit a phone's memory; the command line takes it.
const kSpeeds = [1, 10, 60, 100, 1000, 10000];
const kShards = [1, 2, 3, 4, 6, 8, 16];
const kShardsFirst = 3;

// The columns that by their names may be meant; the reader has the last word.
function guessColumns(columns) {
  const time = columns.find((name) => /time|date|stamp|_at$/i.test(name)) ?? columns[0];
  const others = columns.filter((name) => name !== time);
  const key = others.find((name) => /key|id$|net|device|sensor|user|name/i.test(name)) ?? others[0] ?? time;
  return { key, time };
}

// A .json file is a data set where it parses and lacks the member that every scenario begins with; one that
// does not parse is taken for a scenario, whose reader names line and column.
function isScenario(name, text) {
  if (!/\.json$/i.test(name)) return false;
  try {
    const value = JSON.parse(text);
    return !Array.isArray(value) && 'weir' in Object(value);
  } catch {
    return true;
  }
}

export class Importer {
  #player;
  #load;
  #file = h('input', { type: 'file', hidden: true, accept: '.json,.csv,.ndjson,.jsonl,.geojson', tabindex: -1,
    'aria-label': 'File', onchange: () => this.#chosen() });
  #form = h('form', { method: 'dialog' });
  #dialog = h('dialog', { class: 'dialog import', 'aria-labelledby': 'import-title' },
    h('div', { class: 'dialog-head' },
      h('h2', { id: 'import-title' }, 'Your data'),
      iconButton(icons.close, 'Close', 'Esc', () => this.#dialog.close())),
    this.#form);

  // `load(request)` loads a scenario and shows what goes wrong.
  constructor(player, load) {
    this.#player = player;
    this.#load = load;
    this.elements = [this.#file, this.#dialog];
  }

  // Files may be dropped anywhere on `target`; `stage` says so meanwhile.
  acceptDrops(target, stage) {
    target.addEventListener('dragover', (event) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      stage.classList.add('dropping');
    });
    target.addEventListener('dragleave', () => stage.classList.remove('dropping'));
    target.addEventListener('drop', (event) => {
      stage.classList.remove('dropping');
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      if (this.#player.ready) this.read(event.dataTransfer.files[0]);
    });
  }

  open() {
    this.#file.value = '';
    this.#file.click();
  }

  #chosen() {
    if (this.#file.files.length > 0) this.read(this.#file.files[0]);
  }

  async read(file) {
    if (file.size > kBytesMax) {
      this.#player.fail(`${file.name} is larger than 64 MiB. The command line takes it: weir run --input ${file.name}`);
      return;
    }
    let text;
    try {
      text = await file.text();
    } catch {
      this.#player.fail(`${file.name} cannot be read: is it a folder?`);
      return;
    }
    if (text.includes('\0')) {
      this.#player.fail(`${file.name} is not text: CSV, NDJSON, JSON or a scenario is needed`);
      return;
    }
    if (isScenario(file.name, text)) this.#load({ json: text });
    else this.#ask({ name: file.name, text });
  }

  // The program names the columns that it cannot tell apart; the reader says which is which.
  #ask(data) {
    const answer = this.#player.importData({ ...data, key: '', time: '', shards: kShardsFirst, speed: 1 });
    if (!answer) return;
    if (!answer.columns) {
      this.#player.fail(answer.error);
      return;
    }
    const guess = guessColumns(answer.columns);
    const select = (label, name, values, chosen, text = String) => {
      const options = values.map((value) => h('option', { value, selected: value === chosen }, text(value)));
      return h('label', {}, h('span', {}, label), h('select', { name, autofocus: name === 'key' }, ...options));
    };
    const problem = h('p', { class: 'problem', role: 'alert' });
    this.#form.replaceChildren(
      h('p', {}, `${data.name}: which of its columns are the partition key and the time?`),
      select('Partition key', 'key', answer.columns, guess.key),
      select('Time', 'time', answer.columns, guess.time),
      select('Shards', 'shards', kShards, kShardsFirst),
      select('Pace', 'speed', kSpeeds, 1, (value) => (value === 1 ? 'as recorded' : speedText(value))),
      problem,
      h('div', { class: 'dialog-foot' }, h('button', { class: 'primary' }, 'Play it')));
    this.#form.onsubmit = (event) => {
      event.preventDefault();
      const { key, time, shards, speed } = Object.fromEntries(new FormData(this.#form));
      const refused = this.#player.importData({ ...data, key, time, shards: Number(shards), speed: Number(speed) });
      problem.textContent = refused?.error ?? '';
      if (refused) return;
      this.#dialog.close();
      this.#player.play();
    };
    this.#dialog.showModal();
  }
}

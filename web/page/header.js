// The bar on top: which run this is, and what may be done with it as a whole.
import { h, iconButton, setAttribute, setText } from './dom.js';
import { icons } from './icons.js';

const kThemes = ['auto', 'light', 'dark'];
const kImported = ''; // The picker's value while it shows none of the bundled scenarios.

export class Header {
  #player;
  #picker = h('select', { class: 'picker', 'aria-label': 'Scenario', onchange: () => this.#pick() });
  #title = h('span', { class: 'title' });
  #seed = h('input', {
    class: 'seed', type: 'text', inputmode: 'numeric', pattern: '[0-9]{1,20}', size: 4, maxlength: 20,
    autocomplete: 'off', title: 'The same seed gives the same run, everywhere', onchange: () => this.#reseed(),
  });
  #theme;
  #tables;
  #host;

  // `actions`: {tables, open, share, expand, help, load(request)}
  constructor(host, player, actions) {
    this.#host = host;
    this.#player = player;
    this.actions = actions;
    this.#theme = iconButton(icons.auto, 'Theme', '', () => this.#nextTheme());
    this.#tables = iconButton(icons.table, 'Show as table', 'T', actions.tables);
    const button = (name, label, key, action) => {
      const made = iconButton(icons[name], label, key, action);
      made.classList.add(`at-${name}`);
      return made;
    };
    this.element = h('header', { class: 'head' },
      h('span', { class: 'brand' }, 'Weir'),
      this.#picker,
      this.#title,
      h('label', { class: 'seed-label' }, h('span', {}, 'Seed'), this.#seed),
      h('span', { class: 'spring' }),
      this.#tables,
      button('file', 'Open your own data', 'O', actions.open),
      this.#theme,
      button('link', 'Copy a link to this moment', 'S', actions.share),
      button('expand', 'Full screen', 'G', actions.expand),
      button('help', 'Help', '?', actions.help));
    this.#theme.classList.add('at-theme');
    setAttribute(this.#tables, 'aria-pressed', 'false');
    player.addEventListener('loaded', (event) => this.#loaded(event.detail));
    this.showTheme();
  }

  showScenarios(scenarios) {
    const none = h('option', { value: kImported, disabled: true, hidden: true, selected: true }, 'Choose a scenario');
    this.#picker.replaceChildren(none, ...scenarios.map(({ name, title }) => h('option', { value: name }, title)));
  }

  showTables(shown) {
    setAttribute(this.#tables, 'aria-pressed', String(shown));
  }

  showTheme() {
    const theme = this.#host.getAttribute('theme');
    const shown = kThemes.includes(theme) ? theme : 'auto';
    const path = this.#theme.querySelector('path');
    path.setAttribute('d', icons[shown]);
    setAttribute(this.#theme, 'aria-label', `Theme: ${shown}`);
    this.#theme.title = { auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' }[shown];
  }

  #loaded(scenario) {
    this.#picker.querySelector(`option[value="${kImported}"]`)?.remove();
    const bundled = this.#player.reading?.name !== undefined;
    if (!bundled) this.#picker.prepend(h('option', { value: kImported }, scenario.title));
    this.#picker.value = bundled ? scenario.name : kImported;
    setText(this.#title, scenario.title);
    this.#seed.value = scenario.seed;
    this.#seed.disabled = this.#player.reading === null; // A file's records are what they are.
  }

  #pick() {
    if (this.#picker.value !== kImported) this.actions.load({ name: this.#picker.value });
  }

  #reseed() {
    if (!this.#seed.checkValidity() || this.#seed.value === '') {
      this.#player.say('A seed is a whole number');
      this.#seed.value = this.#player.state.scenario.seed;
      return;
    }
    this.actions.load({ ...this.#player.reading, seed: this.#seed.value });
  }

  #nextTheme() {
    const now = kThemes.indexOf(this.#host.getAttribute('theme') ?? 'auto');
    this.#host.setAttribute('theme', kThemes[(now + 1) % kThemes.length]);
    this.#player.say(this.#theme.title);
  }
}

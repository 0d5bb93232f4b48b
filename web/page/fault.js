// What is shown when something does not work: the reason in words, over the picture.
import { h } from './dom.js';

export class Fault {
  #text = h('p', {});
  #instead = h('slot', { hidden: true });
  #dismiss = h('button', { type: 'button', onclick: () => this.hide() }, 'Go on');

  constructor() {
    this.element = h('div', { class: 'fault', role: 'alert', hidden: true },
      h('div', { class: 'fault-box' }, h('strong', {}, 'That did not work'), this.#text, this.#instead, this.#dismiss));
  }

  // `running`: there is a run behind it to go on with.
  show(text, running) {
    // A sentence, unless it begins with the name of a member or a file.
    this.#text.textContent = /^[a-z]+ /.test(text) ? text[0].toUpperCase() + text.slice(1) : text;
    this.#dismiss.hidden = !running;
    this.element.hidden = false;
  }

  // The element's own children, for good.
  showInstead() {
    this.#instead.hidden = false;
  }

  hide() {
    this.element.hidden = true;
  }
}

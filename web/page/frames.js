// Animation frames, scheduled only while something moves and somebody can see it.
//
// A page that shows Weir and is paused, scrolled away or in a hidden tab runs no callback at all.

export class Frames {
  #tick;
  #scheduled = 0; // The browser's number of the callback, 0 for none.
  #last = null; // When the frame before ran, null after a rest: the next frame then starts at 0 ms.
  #wanted = false;
  #onScreen = true;
  #observer;
  #onVisibility = () => this.#update();

  // `tick(dtMs)` draws and returns whether to be called again.
  constructor(element, tick) {
    this.#tick = tick;
    this.#observer = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1).isIntersecting;
      this.#update();
    });
    this.#observer.observe(element);
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  // Something changed: draw at the next chance.
  request() {
    this.#wanted = true;
    this.#update();
  }

  dispose() {
    this.#wanted = false;
    this.#update();
    this.#observer.disconnect();
    document.removeEventListener('visibilitychange', this.#onVisibility);
  }

  #update() {
    const run = this.#wanted && this.#onScreen && !document.hidden;
    if (run && this.#scheduled === 0) {
      this.#scheduled = requestAnimationFrame((now) => this.#frame(now));
    } else if (!run && this.#scheduled !== 0) {
      cancelAnimationFrame(this.#scheduled);
      this.#scheduled = 0;
      this.#last = null;
    }
  }

  #frame(now) {
    this.#scheduled = 0;
    const dtMs = this.#last === null ? 0 : now - this.#last;
    this.#last = now;
    this.#wanted = false;
    if (this.#tick(dtMs)) this.#wanted = true;
    if (!this.#wanted) this.#last = null;
    this.#update();
  }
}

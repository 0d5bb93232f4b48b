// The canvas: its size in device pixels, its WebGL context, and what a pointer does over it.
//
// It is a guest in a page that scrolls: one finger and an unfocused wheel belong to the page, and no
// event is kept from the page that the picture has no use for.

const kPhoneScaleMax = 2; // More pixels than that cost battery and nobody sees them.

// WebGL done by the processor: drawn without extra pixels, or it would be a slide show.
function isSoftware(gl) {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : '';
  return /swiftshader|llvmpipe|software/i.test(name);
}

export class Surface {
  #canvas;
  #player;
  #layout;
  #size = null; // Waits for the next frame: a canvas that is resized goes blank until it is drawn.
  #move = null; // Likewise the last of the pointer's moves.
  #wheel = null;
  #scaleMax = 1;
  #hinted = false;
  #observer;
  #abort = new AbortController();

  // `layout()` gives full, embed or phone.
  constructor(canvas, player, layout) {
    this.#canvas = canvas;
    this.#player = player;
    this.#layout = layout;
    this.#observer = new ResizeObserver((entries) => this.#measure(entries.at(-1)));
  }

  // To be called once the program runs: only then has the canvas a context.
  start() {
    const coarse = matchMedia('(pointer: coarse)').matches;
    this.#scaleMax = coarse ? kPhoneScaleMax : Infinity;
    if (isSoftware(this.#canvas.getContext('webgl2'))) this.#scaleMax = 1;
    try {
      this.#observer.observe(this.#canvas, { box: 'device-pixel-content-box' });
    } catch {
      this.#observer.observe(this.#canvas);
    }
    this.#watchScale();
    const listen = (type, handler, options) =>
      this.#canvas.addEventListener(type, handler, { signal: this.#abort.signal, ...options });
    listen('webglcontextlost', (event) => {
      event.preventDefault(); // Says that we want it back.
      this.#player.contextLost();
    });
    listen('webglcontextrestored', () => this.#player.contextRestored());
    listen('pointerdown', (event) => this.#down(event));
    listen('pointermove', (event) => this.#gather(event));
    listen('pointerup', (event) => this.#point('up', event));
    listen('pointercancel', (event) => this.#point('cancel', event));
    listen('pointerleave', (event) => this.#point('leave', event));
    listen('keydown', () => this.#canvas.classList.remove('pointed'));
    listen('blur', () => this.#canvas.classList.remove('pointed'));
    listen('wheel', (event) => this.#scroll(event), { passive: false });
  }

  dispose() {
    this.#observer.disconnect();
    this.#abort.abort();
  }

  // Hands over what has gathered since the last frame.
  beforeFrame() {
    if (this.#size) {
      const { pixel_width: width, pixel_height: height } = this.#size;
      if (this.#canvas.width !== width) this.#canvas.width = width;
      if (this.#canvas.height !== height) this.#canvas.height = height;
      this.#player.draw('resize', { ...this.#size, layout: this.#layout() });
      this.#size = null;
    }
    if (this.#move) this.#cursor(this.#player.draw('pointer', this.#move));
    if (this.#wheel) this.#player.draw('wheel', this.#wheel);
    this.#move = null;
    this.#wheel = null;
  }

  #measure(entry) {
    const { width, height } = entry.contentRect;
    if (width < 1 || height < 1) return; // Not displayed.
    const device = entry.devicePixelContentBoxSize?.[0];
    const exact = device && devicePixelRatio <= this.#scaleMax;
    const scale = Math.min(devicePixelRatio, this.#scaleMax);
    this.#size = {
      width,
      height,
      pixel_width: exact ? device.inlineSize : Math.round(width * scale),
      pixel_height: exact ? device.blockSize : Math.round(height * scale),
      scale,
    };
    this.#player.requestFrame();
  }

  // A window moved to another screen changes its scale without changing any size.
  #watchScale() {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const again = () => {
      this.#observer.unobserve(this.#canvas);
      this.#observer.observe(this.#canvas);
      this.#watchScale();
    };
    query.addEventListener('change', again, { once: true, signal: this.#abort.signal });
  }

  #place(event) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #pointer(type, event) {
    return { type, ...this.#place(event), buttons: event.buttons, kind: event.pointerType || 'mouse' };
  }

  #down(event) {
    // The browser would focus it too, but scroll the page to it. Who points needs no ring around it.
    this.#canvas.classList.add('pointed');
    this.#canvas.focus({ preventScroll: true });
    if (event.pointerType === 'mouse') this.#canvas.setPointerCapture(event.pointerId);
    this.#point('down', event);
  }

  #point(type, event) {
    if (this.#move) this.#player.draw('pointer', this.#move);
    this.#move = null;
    this.#cursor(this.#player.draw('pointer', this.#pointer(type, event)));
  }

  #gather(event) {
    this.#move = this.#pointer('move', event);
    this.#player.requestFrame();
  }

  #cursor({ cursor }) {
    this.#canvas.style.cursor = cursor ?? '';
  }

  // The wheel is ours only with the focus or with Ctrl (or Command); else the page scrolls on.
  #scroll(event) {
    const zoom = event.ctrlKey || event.metaKey;
    if (!zoom && !this.#canvas.matches(':focus')) {
      if (!this.#hinted) this.#player.say('Click the picture, or hold Ctrl, to zoom with the wheel');
      this.#hinted = true;
      return;
    }
    event.preventDefault();
    const unit = [1, 16, this.#canvas.clientHeight][event.deltaMode];
    const { x, y } = this.#place(event);
    const before = this.#wheel ?? { dx: 0, dy: 0 };
    this.#wheel = {
      x, y, dx: before.dx + event.deltaX * unit, dy: before.dy + event.deltaY * unit, zoom,
    };
    this.#player.requestFrame();
  }
}

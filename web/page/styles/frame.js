// The frame: where bars and picture stand, in the three layouts.
//
//   full (from 900 px, mode="full")   embed (720 x 420)    phone (below 520 px)
//   44  header                        36  header           52  header
//       picture                           picture              picture
//   44  caption, readouts             30  caption, numbers     caption, numbers as a grid
//   56  transport                     50  transport            transport in two rows
//
// Layouts follow the element's own size, not the window's: it may stand in a column of somebody's page.
export const frameStyles = `
  :host {
    display: block; box-sizing: border-box; width: 100%; aspect-ratio: 12 / 7; min-height: 420px;
    container: weir / size; overflow: hidden; color: var(--weir-text); background: var(--weir-background);
    font: 400 13px/1.35 'Weir Inter', Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', sans-serif;
    font-feature-settings: 'tnum', 'calt'; text-align: start; -webkit-text-size-adjust: 100%;
    --mono: 'Weir Mono', 'JetBrains Mono', ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
    --edge: 10px; --radius: 7px; --control: 30px; --head: 36px;
  }
  :host([hidden]) { display: none; }
  :host([mode='full']) { aspect-ratio: auto; height: 100%; min-height: 360px; --control: 32px; --head: 48px; --edge: 14px; }
  :host(:fullscreen) { aspect-ratio: auto; height: 100%; }
  *, *::before, *::after { box-sizing: border-box; }
  [hidden] { display: none !important; }
  .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  .weir { display: grid; height: 100%; grid-template: var(--head) minmax(0, 1fr) auto auto / minmax(0, 1fr); }
  .weir:not(.live) :is(.head, .status, .transport) { pointer-events: none; opacity: 0.55; }
  .weir:not(.live) .head :is(button, label), .weir:not(.live) .picker { visibility: hidden; }
  .weir.failed :is(.status, .transport) { display: none; }
  .transport[inert] { opacity: 0.5; }
  .head, .status, .transport { background: var(--weir-surface); padding: 0 var(--edge); }
  .head { display: flex; align-items: center; gap: 8px; border-bottom: 1px solid var(--weir-line); }
  .status { display: flex; align-items: center; gap: 16px; min-height: 30px; border-top: 1px solid var(--weir-line); }
  .transport { display: flex; align-items: center; gap: 14px; min-height: 50px; border-top: 1px solid var(--weir-line); }
  .stage { position: relative; min-height: 0; background: var(--weir-background); }
  .stage.dropping::after { content: 'Drop a CSV, NDJSON or scenario file'; position: absolute; inset: 8px; display: grid;
    place-items: center; border: 2px dashed var(--weir-accent); border-radius: 10px; color: var(--weir-text);
    background: color-mix(in srgb, var(--weir-surface) 88%, transparent); font-size: 16px; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; display: block; touch-action: pan-y; outline: none; }
  canvas:focus-visible:not(.pointed) { outline: 2px solid var(--weir-accent); outline-offset: -2px; }
  canvas[role='application'] { outline: 3px solid var(--weir-accent); outline-offset: -3px; }

  .brand { font-size: 15px; letter-spacing: 0.01em; padding-inline-end: 6px; }
  .title { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .spring { flex: 1; }
  .picker { min-width: 0; max-width: 320px; }
  .seed-label { display: inline-flex; align-items: center; gap: 8px; color: var(--weir-muted); margin-inline-start: 8px; }
  .seed { width: 72px; }
  .playback, .speeds { display: flex; align-items: center; gap: 2px; }
  .line { position: relative; flex: 1; min-width: 80px; display: flex; align-items: center; }
  .clock { font: 400 13px/1 var(--mono); white-space: nowrap; }
  .clock .of, .clock .total { color: var(--weir-muted); }

  @container weir (min-width: 900px) {
    :host([mode='full']) .status { min-height: 48px; }
    :host([mode='full']) .transport { min-height: 56px; }
    :host([mode='full']) .title { display: none; }
  }
  /* Embedded: one run and what may be done with it; the rest is behind the share link. */
  :host(:not([mode='full'])) :is(.picker, .seed-label, .at-file, .at-theme) { display: none; }
  @container weir (max-width: 899px) {
    .title, .at-expand, .brand { display: none; }
    .transport { gap: 10px; }
  }
  :host(:not([mode='full'])) :is(.title, .brand) { display: inline; }
  :host(:not([mode='full'])) .at-expand { display: inline-grid; }
  :host(:not([mode='full'])) .brand { color: var(--weir-muted); }

  @container weir (max-width: 519px) {
    .head { gap: 2px; padding-inline: 8px 2px; }
    .brand, .seed-label, .at-file, .at-expand { display: none !important; }
    .picker, .title { flex: 1 1 auto; margin-inline-end: auto; }
    .title { padding-inline-start: 6px; }
    .spring { flex: 0; }
    .transport { flex-wrap: wrap; gap: 0 8px; padding-block: 6px 8px; padding-inline: 12px; }
    .line { order: -2; flex: 1 1 60%; min-height: 36px; }
    .clock { order: -1; font-size: 12px; }
    .playback { flex: 1; justify-content: space-between; max-width: 240px; }
    .speeds { margin-inline-start: auto; }
  }
  @container weir (max-width: 519px) and (max-height: 560px) {
    .speeds, .playback > :not(.play) { display: none; }
    .transport { flex-wrap: nowrap; }
    .line { order: 0; }
    .clock { order: 0; }
    .playback { flex: none; }
  }
`;

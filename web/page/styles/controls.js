// Buttons, pickers and the line of time.
export const controlStyles = `
  button, select, input { font: inherit; color: inherit; margin: 0; }
  button { display: inline-grid; place-items: center; height: var(--control); padding: 0 12px; border: 1px solid transparent;
    border-radius: var(--radius); background: none; cursor: pointer; touch-action: manipulation; }
  button.icon { width: var(--control); padding: 0; color: var(--weir-muted); }
  button svg { width: 18px; height: 18px; fill: currentColor; }
  button:hover { background: var(--weir-raised); color: var(--weir-text); }
  button[aria-pressed='true'] { background: var(--weir-raised); color: var(--weir-accent); }
  button:active { background: var(--weir-line); }
  button.play { width: calc(var(--control) + 6px); height: calc(var(--control) + 6px); margin: 0 4px; border-radius: 50%;
    background: var(--weir-accent); color: var(--weir-surface); }
  button.play:hover { background: color-mix(in srgb, var(--weir-accent) 86%, var(--weir-text)); color: var(--weir-surface); }
  button.play svg { width: 20px; height: 20px; }
  button.primary { background: var(--weir-accent); color: var(--weir-surface); padding: 0 18px; }
  button.primary:hover { background: color-mix(in srgb, var(--weir-accent) 86%, var(--weir-text)); color: var(--weir-surface); }
  :is(button, select, input, .tables, .digests):focus-visible { outline: 2px solid var(--weir-accent); outline-offset: 2px; }
  /* Drawn over the sticky heading, which would hide an outline. */
  .tables:focus-visible { outline: none; }
  .stage:has(.tables:focus-visible)::before { content: ''; position: absolute; inset: 0; z-index: 3; pointer-events: none;
    border: 2px solid var(--weir-accent); }
  :is(button, select, input):disabled { opacity: 0.5; cursor: default; }

  select, input[type='text'] { height: var(--control); padding: 0 10px; border: 1px solid var(--weir-line);
    border-radius: var(--radius); background: var(--weir-background); }
  select { padding-inline-end: 26px; appearance: none; cursor: pointer; text-overflow: ellipsis;
    background-image: linear-gradient(45deg, transparent 50%, var(--weir-muted) 50%), linear-gradient(-45deg, transparent 50%, var(--weir-muted) 50%);
    background-position: right 14px center, right 9px center; background-size: 5px 5px; background-repeat: no-repeat; }
  select:hover, input[type='text']:hover { border-color: var(--weir-muted); }
  option { color: var(--weir-text); background: var(--weir-surface); }
  select.speed { width: 92px; }
  .seed { font-family: var(--mono); font-size: 12px; }

  .scrub { appearance: none; width: 100%; height: 24px; background: none; cursor: pointer; touch-action: pan-y; --part: 0%; }
  .scrub::-webkit-slider-runnable-track { height: 4px; border-radius: 2px;
    background: linear-gradient(to right, var(--weir-accent) var(--part), var(--weir-line) var(--part)); }
  .scrub::-moz-range-track { height: 4px; border-radius: 2px; background: var(--weir-line); }
  .scrub::-moz-range-progress { height: 4px; border-radius: 2px; background: var(--weir-accent); }
  .scrub::-webkit-slider-thumb { appearance: none; width: 14px; height: 14px; margin-top: -5px; border-radius: 50%;
    background: var(--weir-accent); border: 2px solid var(--weir-surface); box-shadow: 0 0 0 1px var(--weir-accent); }
  .scrub::-moz-range-thumb { width: 12px; height: 12px; border-radius: 50%; background: var(--weir-accent);
    border: 2px solid var(--weir-surface); box-shadow: 0 0 0 1px var(--weir-accent); }
  .markers { position: absolute; inset: 0 7px; pointer-events: none; }
  .marker { position: absolute; left: var(--at); top: calc(50% - 9px); width: 2px; height: 5px; margin-left: -1px;
    border-radius: 1px; background: var(--weir-warn); }

  /* A finger needs 44 px. */
  @media (pointer: coarse) {
    :host, :host([mode='full']) { --control: 44px; --head: 52px; }
    .scrub { height: 44px; }
    .speeds button { display: none; }
    button.play { width: 44px; height: 44px; }
  }
  @container weir (max-width: 519px) {
    .playback button, .head button { flex: none; }
  }
  @media (forced-colors: active) {
    button, button.play { border-color: ButtonText; background: ButtonFace; }
    button svg { fill: ButtonText; }
    .scrub { appearance: auto; }
    select { appearance: auto; background-image: none; }
  }
`;

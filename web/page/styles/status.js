// The caption and the numbers beside it.
export const statusStyles = `
  .caption { flex: 1; min-width: 0; margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--weir-muted); }
  .caption[data-type='violation'], .caption[data-type='horizon'] { color: var(--weir-bad); }
  .caption[data-type='throttle'] { color: var(--weir-warn); }
  .caption[data-type='reshard'], .caption[data-type='say'] { color: var(--weir-text); }
  .readouts { display: flex; margin: 0; margin-inline-start: auto; align-items: center; }
  .readout { display: flex; flex-direction: column; align-items: flex-start; gap: 2px; padding: 0 16px; min-width: 92px; white-space: nowrap; }
  .readout + .readout { border-inline-start: 1px solid var(--weir-line); }
  .readout:last-child { padding-inline-end: 0; }
  .readout dt { color: var(--weir-muted); font-size: 11px; }
  .readout dd { margin: 0; font-size: 14px; line-height: 1.2; }
  .readout dd.warn { color: var(--weir-warn); }
  .order { display: inline-flex; align-items: baseline; gap: 4px; color: var(--weir-good); }
  .order[data-kept='false'] { color: var(--weir-bad); }
  .order svg { width: 14px; height: 14px; fill: currentColor; align-self: center; }
  .digest { height: 18px; min-width: 72px; padding: 0 5px; font: 400 12px/1 var(--mono); border-color: var(--weir-line); border-radius: 5px; color: var(--weir-muted); }

  /* In the small layouts the picture itself shows the numbers: here they are only to be heard. */
  @container weir (max-width: 899px) {
    .at-digest { display: none; }
    .readouts { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    /* Two short lines in the height of one: the picture keeps its size whatever is said. */
    .caption { white-space: normal; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; font-size: 12px; line-height: 14px; }
  }
  @container weir (min-width: 900px) {
    .caption { white-space: normal; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; max-width: 64ch; }
  }
  @container weir (max-width: 519px) {
    .status { flex-direction: column; align-items: stretch; gap: 0; padding-block: 8px; }
    .caption { flex: none; white-space: normal; height: 2.7em; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  }
  @container weir (max-width: 519px) and (max-height: 560px) {
    .caption { height: auto; -webkit-line-clamp: 1; }
  }
`;

// What lies over the picture: tables, errors, dialogs.
export const panelStyles = `
  .tables { position: absolute; inset: 0; overflow: auto; padding: 0 var(--edge) 24px; background: var(--weir-background); overscroll-behavior: contain; }
  .tables-head { position: sticky; top: 0; inset-inline-start: 0; z-index: 2; display: flex; align-items: center; justify-content: space-between; min-height: 44px; background: var(--weir-background); }
  h2, h3 { margin: 0; font-weight: 400; font-size: 16px; }
  h3 { font-size: 14px; }
  table { border-collapse: collapse; margin: 4px 0 22px; font-size: 12px; min-width: min(100%, 640px); }
  caption { text-align: start; padding: 4px 0 6px; font-size: 14px; }
  th, td { padding: 5px 10px; text-align: start; font-weight: 400; white-space: nowrap; border-bottom: 1px solid var(--weir-line); }
  thead th { color: var(--weir-muted); font-size: 11px; vertical-align: bottom; }
  tbody th, td { font-family: var(--mono); }
  .number { text-align: end; }
  .records-head { display: flex; align-items: center; gap: 12px; min-height: 36px; }
  .records-head + table caption { color: var(--weir-muted); font-size: 12px; }
  .digests { display: block; overflow-x: auto; white-space: pre; font: 400 12px/1.6 var(--mono); color: var(--weir-muted); padding: 4px 0; user-select: all; }

  .loading { position: absolute; inset: 0; overflow: auto; display: grid; place-items: center; align-content: center; background: var(--weir-background); color: var(--weir-muted); }
  .fault { position: absolute; inset: 0; display: grid; place-items: center; padding: 16px; overflow: auto;
    background: color-mix(in srgb, var(--weir-background) 72%, transparent); }
  .fault-box { display: grid; gap: 8px; justify-items: start; max-width: 560px; padding: 18px 20px; border: 1px solid var(--weir-bad);
    border-radius: 10px; background: var(--weir-surface); }
  .fault strong { font-weight: 400; font-size: 15px; color: var(--weir-bad); }
  .fault slot { display: block; color: var(--weir-muted); }
  .fault p { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
  .fault button { border-color: var(--weir-line); margin-top: 6px; }

  .dialog { width: min(560px, calc(100vw - 24px)); max-height: min(640px, calc(100vh - 24px)); padding: 0 22px 22px; border: 1px solid var(--weir-line);
    border-radius: 12px; background: var(--weir-surface); color: var(--weir-text); font: inherit; box-shadow: 0 18px 60px rgb(0 0 0 / 0.35); }
  .dialog::backdrop { background: rgb(6 10 14 / 0.55); }
  .dialog-head { position: sticky; top: 0; display: flex; align-items: center; justify-content: space-between; min-height: 56px; background: var(--weir-surface); }
  .dialog p { margin: 0 0 14px; color: var(--weir-muted); line-height: 1.5; }
  .dialog h3 { margin: 18px 0 8px; }
  .dialog dl { margin: 0; display: grid; gap: 6px; }
  .dialog dl > div { display: grid; grid-template-columns: 84px 1fr; gap: 12px; line-height: 1.45; }
  .dialog dt { color: var(--weir-text); }
  .dialog dd { margin: 0; color: var(--weir-muted); }
  .dialog .keys { grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); }
  .dialog .keys > div { grid-template-columns: 56px 1fr; }
  .dialog .keys dt { justify-self: start; min-width: 28px; text-align: center; padding: 1px 7px; border: 1px solid var(--weir-line);
    border-bottom-width: 2px; border-radius: 5px; font: 400 12px/1.4 var(--mono); }
  .dialog form { display: grid; gap: 12px; }
  .dialog label { display: grid; grid-template-columns: 120px 1fr; align-items: center; gap: 12px; }
  .dialog-foot { display: flex; justify-content: flex-end; }
  .dialog .problem { color: var(--weir-bad); margin: 0; }
  .dialog .problem:empty { display: none; }
`;

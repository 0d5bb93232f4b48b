// The element's styles as constructed sheets, shared by all elements of a page: they need no permission of
// a content security policy and cannot be reached by the page's own rules.
import { themeStyles } from '../theme.js';
import { controlStyles } from './controls.js';
import { frameStyles } from './frame.js';
import { panelStyles } from './panels.js';
import { statusStyles } from './status.js';

let made = null;

export function sheets() {
  made ??= [themeStyles, frameStyles, controlStyles, statusStyles, panelStyles].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return made;
}

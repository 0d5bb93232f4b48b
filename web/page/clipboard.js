// Writes to the clipboard inside a click. Nothing is ever read from it.

// Where the modern way is forbidden (an iframe without the permission) the old one may still work.
function copyOldWay(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand('copy');
  } catch {
    // Then it is simply not possible here.
  }
  area.remove();
  focused?.focus?.({ preventScroll: true });
  return done;
}

// -> whether it could be done.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyOldWay(text);
  }
}

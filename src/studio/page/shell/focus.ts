/** Where the keyboard is. */

/** Arrow keys go through what is marked by `data-row` within the element that hears of them. */
export function walkRows(event: React.KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<Element>('[data-row]')];
  const here = document.activeElement ? rows.indexOf(document.activeElement) : -1;
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (next === undefined || here < 0) return;
  event.preventDefault();
  const row = rows[next];
  if (row instanceof HTMLElement) row.focus();
}

/** Parts of the window are marked by `data-part`; the focus goes to the first thing in the next one. */
export function focusNextPart(step: 1 | -1): void {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-part]')];
  const here = parts.findIndex((part) => part.contains(document.activeElement));
  const next = parts.at((here < 0 && step < 0 ? 0 : here + step) % parts.length);
  const target = next?.querySelector<HTMLElement>(
    '[data-focus], [tabindex="0"], input, textarea, button:not([disabled]), a[href], select',
  );
  (target ?? next)?.focus();
}

/** Behind a menu or a dialog, which gives the focus back as it closes. */
export function whenFocusIsBack(run: () => void): void {
  requestAnimationFrame(() => setTimeout(run));
}

/** A list of at most nine lines on the screen: UP and DOWN move, ENTER takes, a digit takes at once. */
import type { PanelKey } from '../src/keys.ts';

/** The index taken by this key, or null. */
export const choose = (key: PanelKey, selected: number, count: number): number | null => {
  if (key === 'ENTER') return selected;
  const index = /^[1-9]$/.test(key) ? Number(key) - 1 : -1;
  return index >= 0 && index < count ? index : null;
};

/** Where the mark stands after this key; it goes round at both ends. */
export const moveChoice = (key: PanelKey, selected: number, count: number): number => {
  if (key === 'UP') return (selected + count - 1) % count;
  if (key === 'DOWN') return (selected + 1) % count;
  return selected;
};

/** The keypad on the page, and the keyboard of the computer as a keypad. */
import { pressKey } from './api.js';
import { byId, make } from './elements.js';

/** Row by row: 0 is two wide, ENTER two high. */
const layout = [
  ['1', '2', '3', 'MENU', 'CANCEL'],
  ['4', '5', '6', 'UP', 'CLEAR'],
  ['7', '8', '9', 'DOWN', 'ENTER'],
  ['0', '00', '.'],
].flat();

/** @type {Record<string, string>} */
const faces = { UP: '▲', DOWN: '▼' };
const marked = new Set(['CANCEL', 'CLEAR', 'ENTER']);

/** @type {Record<string, string>} */
const keyboard = {
  '+': '00',
  '.': '.',
  ',': '.',
  '/': 'MENU',
  m: 'MENU',
  M: 'MENU',
  ь: 'MENU', // the same key under a Russian layout
  Ь: 'MENU',
  '*': 'UP',
  '-': 'DOWN',
  ArrowUp: 'UP',
  ArrowDown: 'DOWN',
  Enter: 'ENTER',
  Escape: 'CANCEL',
  Backspace: 'CLEAR',
  Delete: 'CLEAR',
};

/** @type {Map<string, any>} */
const buttons = new Map();

/** @param {string} key */
const press = (key) => {
  const button = buttons.get(key);
  button.classList.add('down');
  setTimeout(() => button.classList.remove('down'), 110);
  pressKey(key);
};

const pad = byId('pad');
for (const key of layout) {
  const word = key.length > 2 && faces[key] === undefined;
  const button = make(
    'button',
    { type: 'button', class: word ? 'key word' : 'key', 'data-key': key },
    faces[key] ?? key,
  );
  if (marked.has(key)) button.append(make('span', { class: 'mark' }));
  // On the way down, as a key does it; the focus stays where it is, so that the keyboard goes on meaning the box.
  button.addEventListener('pointerdown', (/** @type {PointerEvent} */ event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    press(key);
  });
  button.addEventListener('mousedown', (/** @type {MouseEvent} */ event) => event.preventDefault());
  button.addEventListener('click', (/** @type {MouseEvent} */ event) => {
    if (event.detail === 0) press(key); // by keyboard or a screen reader: no pointer went down
  });
  buttons.set(key, button);
  pad.append(button);
}

/** Enter and the arrows belong to what is in focus; everything belongs to a field that is typed in. @param {Element | null} focus */
const takenBy = (focus, /** @type {string} */ name) => {
  if (focus === null || focus === document.body) return false;
  if (focus.matches('input, textarea, select, [contenteditable]')) return true;
  if (focus.closest('dialog') !== null) return true;
  if (focus.matches('button, summary, a')) return name === 'Enter' || name === ' ';
  return focus.matches('[tabindex]') && name.startsWith('Arrow');
};

document.addEventListener('keydown', (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (takenBy(document.activeElement, event.key)) return;
  const key = /^[0-9]$/.test(event.key) ? event.key : keyboard[event.key];
  if (key === undefined) return;
  event.preventDefault();
  press(key);
});

/** @param {readonly string[]} useful @param {any} texts */
export const showKeys = (useful, texts) => {
  pad.setAttribute('aria-label', texts.keys);
  for (const [key, button] of buttons) {
    button.classList.toggle('resting', !useful.includes(key));
    const name = texts.keyNames[key];
    if (name !== undefined) button.setAttribute('aria-label', name);
  }
};

/** The virtual scanner: the customers' codes one click each, and any other text. */
import { post } from './api.js';
import { button, byId } from './elements.js';

const card = byId('scanner');
const text = byId('own-code-text');

/** @param {string} data @param {(error: any) => void} onRefused */
const scan = async (data, onRefused) => {
  card.classList.remove('reading');
  void card.offsetWidth; // so that the beam flashes for every scan
  card.classList.add('reading');
  const answer = await post('/api/scan', { data });
  if (!answer.ok) onRefused(answer.error);
};

/** @type {(error: any) => void} */
let refused = () => {};
byId('own-code').addEventListener('submit', (/** @type {Event} */ event) => {
  event.preventDefault();
  void scan(text.value, refused);
  text.value = '';
});
// Esc leaves the field: from then on the keyboard is the box's keypad again.
text.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
  if (event.key === 'Escape') text.blur();
});

/** @param {any} texts @param {Record<string, string> | null} customerCodes @param {(error: any) => void} onRefused */
export const showScanner = (texts, customerCodes, onRefused) => {
  refused = onRefused;
  byId('scanner-title').textContent = texts.scanner.title;
  text.placeholder = texts.scanner.ownCode;
  text.setAttribute('aria-label', texts.scanner.ownCode);
  byId('own-code-scan').textContent = texts.scanner.scan;
  const codes = Object.entries(customerCodes ?? {}).map(([wallet, code]) => {
    const element = button('plain', texts.wallets[wallet] ?? wallet, () => void scan(code, refused));
    element.title = code;
    element.dataset.wallet = wallet;
    return element;
  });
  byId('codes').replaceChildren(...codes);
};

/** Paper that came out of the printer: the strip in the slot, and all of it on the table. */
import { byId, make } from './elements.js';

/** Columns of an 80 mm roll at the usual font; a wider slip is set in smaller type, never cut. */
const usualColumns = 32;
/** Width of the printed part in pixels, and of a character of the monospaced type in ems. */
const printWidth = 234;
const characterEm = 0.602;
/** What stays in the slot; older sheets have fallen over the edge but are still among all paper. */
const maxInSlot = 6;

/** Dots of a 58 mm head across the printed part. */
const headDots = 384;
/** A code of any size is whole in what is seen of the strip, with the lines under it. */
const largestCode = 184;

/**
 * @typedef {{ type: 'line', text: string, align: string, bold: boolean, doubleWidth: boolean, doubleHeight: boolean }} Line
 * @typedef {{ type: 'qr', text: string, align: string, moduleDots: number, level: 'L' | 'M' | 'Q' | 'H' }} Code
 * @typedef {{ type: 'image', align: string, rowBytes: number, rows: number, bits: string }} Picture
 * @typedef {{ type: 'feed', lines: number }} Feed
 * @typedef {Line | Code | Picture | Feed} Item
 * @typedef {{ id: number, kind: string, items: Item[], text: string, qr: string[], cut: boolean }} Sheet
 */

const density = Math.max(1, Math.ceil(window.devicePixelRatio));

/** @type {Map<number, Sheet>} */
const sheets = new Map();
/** @type {Set<number>} */
const torn = new Set();
const strip = byId('strip');
const dialog = byId('all-paper');
/** @type {any} */
let texts = null;
/** @type {() => void} */
let onQr = () => {};
/** @type {(text: string, options: object) => { data: boolean[][], size: number }} */
let encodeQr = () => ({ data: [], size: 0 });

/** @param {number} width @param {number} height @param {string} label @param {(pen: any) => void} draw */
const drawCanvas = (width, height, label, draw) => {
  const canvas = make('canvas', { role: 'img', 'aria-label': label });
  canvas.width = width * density;
  canvas.height = height * density;
  canvas.style.width = `${width}px`;
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = '#000';
  draw(pen);
  return canvas;
};

/** With a quiet zone of four modules, and each module a whole number of pixels: a phone reads it off the screen. @param {Code} code */
const drawQr = ({ text, level, moduleDots }) => {
  const { data, size } = encodeQr(text, { border: 4, ecc: level });
  const wanted = Math.round((moduleDots * printWidth) / headDots);
  const module = Math.max(2, Math.min(Math.max(3, wanted), Math.floor(largestCode / size)));
  return drawCanvas(size * module, size * module, `${texts.paper.qr}: ${text}`, (pen) => {
    const side = module * density;
    for (const [y, row] of data.entries())
      for (const [x, dark] of row.entries()) if (dark) pen.fillRect(x * side, y * side, side, side);
  });
};

/** @param {Picture} picture */
const drawPicture = ({ rowBytes, rows, bits }) => {
  const bytes = Uint8Array.from(atob(bits), (sign) => sign.charCodeAt(0));
  const canvas = drawCanvas(rowBytes * 8, rows, texts.paper.qr, (pen) => {
    for (let y = 0; y < rows; y += 1)
      for (let x = 0; x < rowBytes * 8; x += 1)
        if (((bytes[y * rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1)
          pen.fillRect(x * density, y * density, density, density);
  });
  canvas.style.width = `${(rowBytes * 8 * printWidth) / headDots}px`;
  return canvas;
};

/** @param {Line} line */
const drawText = ({ text, bold, doubleWidth, doubleHeight }) => {
  const face = make(bold ? 'b' : 'span', {}, text);
  if (!doubleWidth && !doubleHeight) return face;
  face.classList.add('size');
  if (doubleWidth && doubleHeight) face.style.fontSize = '2em';
  else if (doubleHeight) face.classList.add('tall');
  else {
    face.classList.add('wide');
    face.style.marginRight = `${text.length * characterEm}em`;
  }
  return face;
};

/** @param {Item} item */
const drawItem = (item) => {
  if (item.type === 'feed') {
    const feed = make('div', { class: 'feed' });
    feed.style.height = `${(item.lines * 1.28).toFixed(2)}em`;
    return feed;
  }
  const row = make('div', { class: `print ${item.align} ${item.type}` });
  if (item.type === 'line') row.append(drawText(item));
  else row.append(item.type === 'qr' ? drawQr(item) : drawPicture(item));
  return row;
};

/** @param {Sheet} sheet */
const drawSheet = (sheet) => {
  const columns = sheet.items.map((item) => (item.type === 'line' ? item.text.length * (item.doubleWidth ? 2 : 1) : 0));
  const widest = Math.max(usualColumns, ...columns);
  const roll = make('div', { class: 'roll' }, ...sheet.items.map(drawItem));
  roll.style.setProperty('--type', `${(printWidth / (widest * characterEm)).toFixed(2)}px`);
  return make('article', { class: sheet.cut ? 'sheet' : 'sheet feeding', 'data-sheet': String(sheet.id) }, roll);
};

const inSlot = () => [...sheets.values()].filter(({ id }) => !torn.has(id)).slice(-maxInSlot);

const showStrip = () => {
  const present = inSlot();
  const drawn = new Map([...strip.querySelectorAll('.sheet')].map((element) => [element.dataset.sheet, element]));
  const elements = present.map((sheet) => {
    const old = drawn.get(String(sheet.id));
    if (old?.printed === sheet) return old;
    const element = drawSheet(sheet);
    element.printed = sheet;
    return element;
  });
  strip.replaceChildren(...elements);
  strip.classList.toggle('empty', present.length === 0);
  strip.scrollTop = strip.scrollHeight;
  byId('tear-off').disabled = present.length === 0;
  byId('look-at').disabled = sheets.size === 0;
};

const tearOff = () => {
  const present = inSlot();
  if (present.length === 0) return;
  strip.classList.add('tearing');
  setTimeout(() => {
    for (const { id } of present) torn.add(id);
    strip.classList.remove('tearing');
    showStrip();
  }, 300);
};

const lookAt = () => {
  byId('sheets').replaceChildren(...[...sheets.values()].reverse().map(drawSheet));
  dialog.showModal();
};

byId('tear-off').addEventListener('click', (/** @type {MouseEvent} */ event) => {
  if (event.detail > 0) event.currentTarget.blur();
  tearOff();
});
byId('look-at').addEventListener('click', lookAt);
byId('all-paper-close').addEventListener('click', () => dialog.close());
dialog.addEventListener('click', (/** @type {MouseEvent} */ event) => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener('close', () => document.activeElement?.blur?.());

/** @param {Sheet} sheet */
export const addSheet = (sheet) => {
  sheets.set(sheet.id, sheet);
  showStrip();
  onQr();
};

/** The newest payment QR on paper; a slip's own `SBX1:…` names a sale and pays nothing. @returns {string | null} */
export const newestQr = () =>
  [...sheets.values()].flatMap(({ qr }) => qr).findLast((text) => !text.startsWith('SBX1:')) ?? null;

/** @param {() => void} listener */
export const whenPaperComes = (listener) => {
  onQr = listener;
};

/** The page of a box without a sandbox has no paper and no encoder. @param {any} encode `encode` of uqr */
export const drawQrWith = (encode) => {
  encodeQr = encode;
};

/** @param {any} newTexts */
export const showPaperTexts = (newTexts) => {
  texts = newTexts;
  strip.setAttribute('aria-label', texts.paper.title);
  strip.dataset.empty = texts.paper.empty;
  byId('tear-off').textContent = texts.paper.tearOff;
  byId('look-at').textContent = texts.paper.lookAt;
  byId('all-paper-title').textContent = texts.paper.all;
  byId('all-paper-close').textContent = texts.paper.close;
  byId('sheets').dataset.empty = texts.paper.none;
  showStrip();
};

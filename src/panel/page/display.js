/** The 4 × 20 display: lines, the amount largest, tone by colour, shape and word, and the time that is left. */
import { byId, make } from './elements.js';

/** An amount alone on its line: `1 500,00 ₽`. */
const amountLine = /^\s*-?\d[\d ]*,\d{2} (?:₽|[A-Z]{3})\s*$/;

const glass = byId('glass');
const lines = byId('lines');
const countdown = byId('countdown');
const timeLeft = byId('time-left');

/** @type {{ deadline: string, endsAt: number, wholeMs: number } | null} */
let wait = null;
let shownLines = '';

/** @param {readonly string[]} texts */
const showLines = (texts) => {
  const together = texts.join('\n');
  if (together === shownLines) return;
  shownLines = together;
  const rows = texts.map((text) => {
    const row = make('div', {}, text.trimEnd());
    if (amountLine.test(text)) row.className = 'amount';
    return row;
  });
  lines.replaceChildren(...rows);
};

const tick = () => {
  if (wait === null) return;
  const leftMs = Math.max(0, wait.endsAt - Date.now());
  const seconds = Math.ceil(leftMs / 1000);
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  if (countdown.textContent !== text) countdown.textContent = text;
  timeLeft.firstElementChild.style.transform = `scaleX(${leftMs / wait.wholeMs})`;
};

/** @param {string | undefined} deadline RFC 3339 */
const showDeadline = (deadline) => {
  if (deadline === undefined) wait = null;
  else if (wait?.deadline !== deadline) {
    const endsAt = Date.parse(deadline);
    wait = { deadline, endsAt, wholeMs: Math.max(1, endsAt - Date.now()) };
  }
  countdown.hidden = wait === null;
  timeLeft.hidden = wait === null;
  tick();
};
setInterval(tick, 250);

/** @param {any} screen @param {any} texts */
export const showScreen = (screen, texts) => {
  glass.dataset.tone = screen.tone;
  glass.classList.toggle('dark', screen.state === 'starting');
  byId('tone-shape').setAttribute('href', `#tone-${screen.tone}`);
  byId('tone-word').textContent = texts.tones[screen.tone];
  byId('display-title').textContent = texts.display;
  countdown.setAttribute('aria-label', texts.timeLeft);
  byId('state').textContent = screen.state;
  byId('state').title = texts.boxState;
  showLines(screen.lines);
  showDeadline(screen.deadline);
};

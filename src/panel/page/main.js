/** The page: follows the box by server-sent events and puts each part in the language of the screen. */
import { get } from './api.js';
import { showScreen } from './display.js';
import { byId, make } from './elements.js';
import { showFault, showFaults } from './faults.js';
import { showKeys } from './keys.js';
import { addSheet, drawQrWith, showPaperTexts } from './paper.js';
import { showPhone, showWaitingPayment } from './phone.js';
import { showScanner } from './scanner.js';
import { texts as allTexts } from './texts.js';

/** Facts of the sandbox, or null on a real box, whose page is display and keys alone. @type {any} */
let sandbox = null;
let language = '';
/** @type {any} */
let texts = allTexts.ru;
let wasInactive = false;

/** @param {{ code: string }} refusal */
const onRefused = ({ code }) => {
  const note = byId('note');
  note.textContent = `${texts.refused}: ${code}`;
  note.hidden = false;
  clearTimeout(note.timer);
  note.timer = setTimeout(() => {
    note.hidden = true;
  }, 4000);
};

/** The letter of the operator lies beside the box until it is activated; then a line on the plate is enough. @param {boolean} inactive */
const showLetter = (inactive) => {
  const letter = byId('letter');
  const known = sandbox?.terminalId != null;
  letter.hidden = !(inactive && known);
  byId('plate-numbers').textContent = known && !inactive ? `${sandbox.terminalId} · ${sandbox.serialNumber}` : '';
  if (letter.hidden) return;
  /** @param {string} name @param {string} [className] */
  const row = (name, className = '') => [
    make('dt', {}, texts.letter[name]),
    make('dd', className === '' ? {} : { class: className }, String(sandbox[name] ?? '')),
  ];
  letter.replaceChildren(
    make('h3', {}, texts.letter.title),
    make('dl', {}, ...row('terminalId'), ...row('serialNumber'), ...row('activationCode', 'code')),
  );
};

const showSections = () => {
  const places = /** @type {const} */ (['box', 'paper', 'scanner', 'phone', 'faults']);
  const shown = places.filter((place) => place !== 'phone' || sandbox.gateway === 'built-in');
  byId('sections').replaceChildren(...shown.map((place) => make('a', { href: `#${place}` }, texts.sections[place])));
};

/** @param {string} next */
const speak = (next) => {
  if (next === language) return;
  language = next;
  texts = allTexts[next] ?? allTexts.ru;
  document.documentElement.lang = next;
  document.title = texts.title;
  byId('lost').textContent = texts.connectionLost;
  if (sandbox === null) return;
  const builtIn = sandbox.gateway === 'built-in';
  byId('phone').hidden = !builtIn;
  showPaperTexts(texts);
  showScanner(texts, sandbox.customerCodes, onRefused);
  showFaults(texts, { withNetwork: builtIn, onRefused });
  showPhone(texts);
  showSections();
};

/** @param {any} screen */
const onScreen = async (screen) => {
  speak(screen.language);
  showScreen(screen, texts);
  showKeys(screen.keys, texts);
  const inactive = screen.state.startsWith('inactive');
  if (sandbox === null || inactive === wasInactive) return;
  wasInactive = inactive;
  showLetter(inactive);
};

/** @param {any} event */
const onDevice = (event) => {
  if (event.device === 'phone') showWaitingPayment(event.payment);
  else if (event.device === 'terminal') {
    sandbox = { ...sandbox, ...event.facts };
    showLetter(wasInactive);
  } else showFault(event.device, event.fault);
  if (event.device !== 'display') return;
  byId('pole').classList.toggle('off', !event.connected);
  byId('pole-lines').textContent = event.lines.join('\n');
};

const follow = () => {
  const events = new EventSource('/api/events');
  /** @param {string} name @param {(data: any) => void} act */
  const on = (name, act) =>
    events.addEventListener(name, (event) => act(JSON.parse(/** @type {MessageEvent} */ (event).data)));
  on('screen', onScreen);
  if (sandbox !== null) {
    on('paper', addSheet);
    on('device', onDevice);
  }
  events.addEventListener('open', () => {
    byId('lost').hidden = true;
  });
  events.addEventListener('error', () => {
    byId('lost').hidden = false;
    if (events.readyState !== EventSource.CLOSED) return;
    events.close();
    setTimeout(follow, 1000);
  });
};

const start = async () => {
  const kiosk = new URLSearchParams(location.search).has('kiosk');
  const answer = kiosk ? { ok: false } : await get('/api/sandbox');
  if (answer.ok) {
    sandbox = answer.value;
    drawQrWith((await import('/uqr.js')).encode);
    document.body.dataset.kiosk = 'false';
    for (const id of ['left', 'right', 'paper', 'sections']) byId(id).hidden = false;
  }
  follow();
};

void start();

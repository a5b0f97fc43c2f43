/** The customer's phone: shows what waits to be paid, and does with it what a customer would. */
import { post } from './api.js';
import { button, byId, make, shape } from './elements.js';
import { newestQr, whenPaperComes } from './paper.js';

/**
 * waiting: nothing to pay. asking: a payment waits; `qr` when its slip was scanned. ended: what became of it.
 * @typedef {{ kind: 'waiting' } | { kind: 'asking', payment: any, qr: string | null } |
 *   { kind: 'ended', payment: any, outcome: string }} View
 */

/** @type {View} */
let view = { kind: 'waiting' };
/** @type {any} */
let texts = null;
const screen = byId('phone-screen');

/** @param {any} payment */
const amountOf = ({ amount, currency }) => {
  const [roubles = '0', kopecks = '00'] = (amount / 100).toFixed(2).split('.');
  const grouped = roubles.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return `${grouped},${kopecks}\u00a0${currency === 'RUB' ? '₽' : currency}`;
};

/** @param {string} action */
const act = async (action) => {
  if (view.kind !== 'asking') return;
  const { payment, qr } = view;
  const answer = await post('/api/customer', qr === null ? { action } : { action, qr });
  if (action === 'ignore') view = { kind: 'ended', payment, outcome: 'ignored' };
  else if (answer.ok) view = { kind: 'ended', payment: answer.value, outcome: answer.value.status };
  else view = { kind: 'ended', payment, outcome: 'refused' };
  draw();
};

/** Looking at a payment is `ignore`: the gateway says what the QR asks for, and nothing changes. */
const scanSlip = async () => {
  const qr = newestQr();
  if (qr === null) return;
  const answer = await post('/api/customer', { action: 'ignore', qr });
  view = answer.ok
    ? { kind: 'asking', payment: answer.value, qr }
    : { kind: 'ended', payment: null, outcome: 'refused' };
  draw();
};

const scanButton = () => {
  const element = button('phone-button scan', texts.phone.scanSlip, () => void scanSlip());
  element.prepend(shape('shape-camera', ''));
  element.disabled = newestQr() === null;
  if (element.disabled) element.title = texts.phone.noQr;
  return element;
};

/** @param {any} payment */
const walletOf = ({ paymentSystem }) => make('span', { class: 'wallet' }, texts.wallets[paymentSystem] ?? '…');

const drawWaiting = () => [
  shape('tone-idle', 'phone-shape'),
  make('p', { class: 'phone-title' }, texts.phone.idle),
  make('p', { class: 'phone-small' }, texts.phone.idleHint),
  scanButton(),
];

/** @param {any} payment */
const drawAsking = (payment) => {
  const declines = Object.entries(texts.phone.declines).map(([code, reason]) =>
    button('chip', String(reason), () => void act(`decline:${code}`)),
  );
  return [
    walletOf(payment),
    make('p', { class: 'phone-small' }, `Sendy Box ${texts.phone.asks}`),
    make('p', { class: 'phone-amount' }, amountOf(payment)),
    button('phone-button strong', texts.phone.confirm, () => void act('confirm')),
    make(
      'div',
      { class: 'two' },
      button('phone-button', texts.phone.reject, () => void act('reject')),
      button('phone-button', texts.phone.ignore, () => void act('ignore')),
    ),
    make('details', { class: 'declines' }, make('summary', {}, texts.phone.declineFor), ...declines),
  ];
};

/** @param {any} payment @param {string} outcome */
const drawEnded = (payment, outcome) => {
  const good = outcome === 'paid';
  const tone = good ? 'tone-paid' : outcome === 'ignored' ? 'tone-idle' : 'tone-failed';
  return [
    shape(tone, `phone-shape ${good ? 'good' : outcome === 'ignored' ? '' : 'bad'}`),
    make('p', { class: 'phone-title' }, texts.phone.outcomes[outcome] ?? outcome),
    ...(payment === null ? [] : [make('p', { class: 'phone-amount' }, amountOf(payment)), walletOf(payment)]),
    scanButton(),
  ];
};

const draw = () => {
  if (texts === null) return;
  const content =
    view.kind === 'waiting'
      ? drawWaiting()
      : view.kind === 'asking'
        ? drawAsking(view.payment)
        : drawEnded(view.payment, view.outcome);
  screen.dataset.view = view.kind;
  screen.replaceChildren(...content);
};

/**
 * What waits on the phone by itself, because the box has scanned this customer's code; null: nothing (any more). An
 * online payment is not seen before its slip is scanned.
 * @param {any} payment
 */
export const showWaitingPayment = (payment) => {
  if (payment !== null && payment.method === 'offline') {
    if (view.kind === 'ended' && view.outcome === 'ignored' && same(view.payment, payment)) return;
    view = { kind: 'asking', payment, qr: null };
  } else if (view.kind === 'asking' && !same(view.payment, payment)) view = { kind: 'waiting' };
  draw();
};

/** @param {any} one @param {any} other */
const same = (one, other) => one?.transactionNumber === other?.transactionNumber;

/** @param {any} newTexts */
export const showPhone = (newTexts) => {
  texts = newTexts;
  byId('phone-title').textContent = texts.phone.title;
  draw();
};

whenPaperComes(draw);

/** From what the box is doing to what its display says: at most 4 × 20, the sum and what to do now always on it. */
import type { ActivationView, BoxView, SaleView } from '../../machines/box-view.ts';
import type { FieldError } from '../errors.ts';
import type { PanelKey } from '../keys.ts';
import { errorText } from '../locale/errors.ts';
import type { Language } from '../locale/language.ts';
import { type ScreenTexts, screenTexts } from '../locale/screen.ts';
import { systemNames } from '../locale/wallets.ts';
import { entryAmountMinor, formatForScreen, formatNumber, isEmptyEntry } from '../payment/money.ts';
import { digits, type Face, oneLine, refusal, saidShortly, wrapLines } from './face.ts';
import { doubtFace, menuFace } from './presenter-menu.ts';
import { type Screen, screenColumns, screenRows } from './screen.ts';

const choiceKeys = (count: number): readonly PanelKey[] => [
  ...digits.slice(1, count + 1),
  'UP',
  'DOWN',
  'ENTER',
  'CANCEL',
];

const waitingFace = (
  lines: readonly string[],
  error: FieldError | null,
  t: ScreenTexts,
  keys: readonly PanelKey[],
): Face => ({
  lines: [
    lines[0] ?? '',
    lines[1] ?? '',
    error === null ? (lines[2] ?? '') : `${error.code} ${t.retrying}`,
    lines[3] ?? '',
  ],
  tone: 'progress',
  keys,
});

const choiceFace = (amount: string, options: readonly string[], selected: number): Face => ({
  lines: [amount, ...options.map((option, index) => `${index === selected ? '>' : ' '}${index + 1} ${option}`)],
  tone: 'ask',
  keys: choiceKeys(options.length),
});

const saleFace = (sale: SaleView, language: Language, troubles: Troubles): Face => {
  const t = screenTexts[language];
  const amount = formatForScreen(sale.amountMinor, sale.currency);
  const cancel: readonly PanelKey[] = ['CANCEL'];
  switch (sale.stage) {
    case 'choosingMode': {
      const names = sale.options.map((option) => (option === 'online' ? t.online : t.offline));
      const face = choiceFace(amount, names, sale.selected);
      return { ...face, lines: [...face.lines, t.orScan] };
    }
    case 'choosingSystem': {
      const names = sale.options.flatMap((option) =>
        option === 'online' || option === 'offline' ? [] : [systemNames[option]],
      );
      return choiceFace(amount, names, sale.selected);
    }
    case 'awaitingScan': {
      if (troubles.scanner === null)
        return { lines: [amount, ...t.scanCode, t.cancelStops], tone: 'ask', keys: cancel };
      const said = wrapLines(saidShortly(troubles.scanner, language), 2);
      return { lines: [amount, ...said, t.cancelStops], tone: 'ask', keys: cancel };
    }
    case 'doubting':
      return doubtFace(sale, language);
    case 'requesting':
      return waitingFace([amount, t.sending, '', t.cancelStops], sale.error, t, cancel);
    case 'presenting':
      return waitingFace([amount, t.printingQr, '', t.cancelStops], sale.error, t, cancel);
    case 'confirming': {
      const [first, second] = sale.method === 'online' ? t.customerScans : t.customerConfirms;
      return waitingFace([amount, first, second, t.cancelStops], sale.error, t, cancel);
    }
    case 'cancelling':
      return waitingFace(
        [amount, t.cancelling, t.giveNoGoods, sale.leaveOffered ? t.cancelLeaves : t.giveNoGoods],
        sale.error,
        t,
        sale.leaveOffered ? cancel : [],
      );
    case 'concluding':
      return waitingFace([amount, t.concluding, t.giveNoGoods, ''], sale.error, t, []);
  }
};

const resultFace = (view: BoxView, language: Language): Face => {
  const t = screenTexts[language];
  const { result } = view;
  const sale = result?.sale ?? null;
  const currency = sale?.intent.currency ?? view.terms?.currency ?? 'RUB';
  const amount = view.resultAmountMinor === null ? '' : formatForScreen(view.resultAmountMinor, currency);
  if (result?.outcome === 'paid') {
    const paid = (second: string, third: string, fourth: string): Face => ({
      lines: [amount, second, third, fourth],
      tone: 'paid',
      keys: ['ENTER'],
    });
    const { error } = view.printing;
    if (view.slips === 'stuck' && error !== null) {
      const [first = '', rest = t.skipSlips] = wrapLines(errorText(error, language).short, 2);
      return paid(`${t.paid} ${error.code}`, first, rest);
    }
    return view.slips === 'owed' || view.slips === 'stuck'
      ? paid(t.paid, t.printingSlips, t.enter)
      : paid(t.paid, t.fiscalReceipt, t.enter);
  }
  if (result?.outcome === 'unresolved') {
    const said = sale?.verdict === 'notPaid' ? [t.notPaid, ...t.moneyReturns] : [t.unknown, ...t.boxFindsOut];
    return { lines: [amount, ...said], tone: 'unknown', keys: ['ENTER'] };
  }
  const error = result?.error ?? null;
  const [reason = '', rest = t.enter] = wrapLines(refusal(error, sale?.payment ?? null, language), 2);
  return { lines: [amount, `${t.notPaid} ${error?.code ?? ''}`, reason, rest], tone: 'failed', keys: ['ENTER'] };
};

/** The two lines under what is typed: what is wrong, how many attempts are left, or which of the three fields it is. */
const activationHint = ({ stage, error, attemptsLeft }: ActivationView, language: Language): readonly string[] => {
  const t = screenTexts[language];
  if (stage === 'terminalId' && error !== null) return wrapLines(saidShortly(error, language), 2);
  if (stage === 'code' && attemptsLeft !== null) return [`${t.attemptsLeft}: ${attemptsLeft}`, t.enterNext];
  const step = stage === 'terminalId' ? 1 : stage === 'serialNumber' ? 2 : 3;
  return [t.step(step, 3), t.enterNext];
};

const dottedDate = (instant: string): string => instant.slice(0, 10).split('-').reverse().join('.');

const activationFace = (view: BoxView, language: Language): Face => {
  const t = screenTexts[language];
  const activation = view.activation;
  const typing: readonly PanelKey[] = [...digits, 'CLEAR', 'ENTER', 'CANCEL'];
  switch (activation?.stage) {
    case 'terminalId':
    case 'serialNumber':
    case 'code': {
      return {
        lines: [
          t[activation.stage],
          `${activation.value.slice(1 - screenColumns)}_`,
          ...activationHint(activation, language),
        ],
        tone: 'ask',
        keys: typing,
      };
    }
    case 'confirmingAgain': {
      const { earlier } = activation;
      const who = earlier === null ? '' : `${earlier.terminalId.slice(0, 9)} ${dottedDate(earlier.activatedAt)}`;
      return { lines: [t.activeBefore, who, ...t.goOnOrBack], tone: 'ask', keys: ['ENTER', 'CANCEL'] };
    }
    case 'confirmingReplacement':
      return { lines: [t.activation, ...t.replaceExisting], tone: 'ask', keys: ['ENTER', 'CANCEL'] };
    case 'failed': {
      const error = activation.error;
      const reason = error === null ? [] : wrapLines(saidShortly(error, language), 3);
      return { lines: [t.notActivated, ...reason], tone: 'failed', keys: ['ENTER', 'CANCEL'] };
    }
    default:
      return { lines: [t.activating, t.wait, '', t.cancelStops], tone: 'progress', keys: ['CANCEL'] };
  }
};

/** How the last sale ended, for a cashier whose ENTER was too quick; it must fit one line. */
const lastResult = ({ last }: BoxView, t: ScreenTexts): string => {
  if (last === null) return '';
  const line = `${last.paid ? t.lastPaid : t.lastNotPaid} ${formatNumber(last.amountMinor)}`;
  return line.length <= screenColumns ? line : line.replace(/,\d\d$/, '').slice(0, screenColumns);
};

const readyFace = (view: BoxView, language: Language, troubles: Troubles): Face => {
  const t = screenTexts[language];
  const keys: readonly PanelKey[] = [...digits, '.', 'ENTER', 'CLEAR', 'CANCEL', 'MENU'];
  const open = view.obligations.length > 0 ? `${t.open}: ${view.obligations.length}` : '';
  const printing = view.printing.owed > 0 ? view.printing.error : null;
  // Without a disk nothing is sold at all, without paper only online.
  const trouble = troubles.storage ?? printing ?? troubles.printer ?? troubles.scanner;
  if (isEmptyEntry(view.entry)) {
    // What to do about it needs both lines, where nothing else is to be said.
    if (trouble !== null && open === '' && view.last === null)
      return { lines: [t.ready, t.typeAmount, ...wrapLines(saidShortly(trouble, language), 2)], tone: 'idle', keys };
    const said = [trouble === null ? '' : oneLine(trouble, language), open];
    const free = said.lastIndexOf('');
    if (free >= 0) said[free] = lastResult(view, t);
    return { lines: [t.ready, t.typeAmount, ...said], tone: 'idle', keys };
  }
  const amount = formatForScreen(entryAmountMinor(view.entry), view.terms?.currency ?? 'RUB');
  return { lines: view.notice === null ? [t.toPay, amount, t.enterStarts, open] : [amount], tone: 'idle', keys };
};

const faceOf = (view: BoxView, language: Language, troubles: Troubles): Face => {
  const t = screenTexts[language];
  const root = view.state.split('.')[0];
  switch (root) {
    case 'starting':
      if (view.result !== null) return { ...resultFace(view, language), keys: [] };
      return { lines: [t.starting, t.wait], tone: 'progress', keys: [] };
    case 'recovering': {
      if (view.question === null) return { lines: [t.recovering, t.wait], tone: 'progress', keys: [] };
      const { amountMinor, currency, transactionNumber } = view.question.intent;
      const lines = [
        formatForScreen(amountMinor, currency),
        t.goodsGiven,
        `N ${transactionNumber} ${t.foundPaid}`,
        t.keepOrReturn,
      ];
      return { lines, tone: 'ask', keys: ['ENTER', 'CANCEL'] };
    }
    case 'inactive':
      return activationFace(view, language);
    case 'paying':
      return view.sale === null
        ? { lines: [t.wait], tone: 'progress', keys: [] }
        : saleFace(view.sale, language, troubles);
    case 'showingResult':
      return resultFace(view, language);
    case 'closingDay':
    case 'menu':
      if (view.activation !== null) return activationFace(view, language);
      return view.menu === null ? { lines: [t.wait], tone: 'progress', keys: [] } : menuFace(view, view.menu, language);
    case 'outOfService': {
      const error = view.obstacle;
      const reason = error === null ? [] : wrapLines(errorText(error, language).short, 2);
      // A blocked terminal is tried again by ENTER, and has its menu.
      const isBlocked = error?.code === 'GWY-04';
      const lines = isBlocked
        ? [t.outOfService, ...wrapLines(saidShortly(error, language), 2).concat('').slice(0, 2), t.enterTriesAgain]
        : [t.outOfService, error?.code ?? '', ...reason];
      return { lines, tone: 'failed', keys: isBlocked ? ['ENTER', 'MENU'] : [] };
    }
    default:
      return readyFace(view, language, troubles);
  }
};

/**
 * A notice covers the lower lines for as long as it lasts: never the sum, and where something is going on never what it
 * is. A result and a question are never covered: they say what to do with goods and money.
 */
const withNotice = (face: Face, view: BoxView, language: Language): Face => {
  const { notice } = view;
  const isResult = view.result !== null || view.menu?.stage === 'showing';
  const isQuestion = view.question !== null || view.sale?.stage === 'doubting';
  if (notice === null || isResult || isQuestion) return face;
  const kept = face.tone === 'idle' ? 1 : 2;
  const said = wrapLines(saidShortly(notice, language), screenRows - kept);
  return { ...face, lines: [...face.lines.slice(0, kept), ...said, ...face.lines.slice(kept + said.length)] };
};

/** What is wrong with the disk and the devices that a sale needs; null: nothing. */
export interface Troubles {
  readonly storage: FieldError | null;
  readonly printer: FieldError | null;
  readonly scanner: FieldError | null;
}

const noTroubles: Troubles = { storage: null, printer: null, scanner: null };

export const present = (view: BoxView, language: Language, troubles: Troubles = noTroubles): Screen => {
  const face = withNotice(faceOf(view, language, troubles), view, language);
  return {
    state: view.state,
    lines: face.lines.slice(0, screenRows).map((line) => line.slice(0, screenColumns)),
    tone: face.tone,
    keys: face.keys,
    ...(view.deadline === null ? {} : { deadline: view.deadline }),
    language,
  };
};

/** The menu, its jobs and how they ended, and the duplicate guard's question, as the display says them. */
import type { BoxView, MenuView, SaleView } from '../../machines/box-view.ts';
import { menuItems } from '../../machines/menu.ts';
import type { Sale } from '../../machines/ports.ts';
import type { FieldError } from '../errors.ts';
import type { PanelKey } from '../keys.ts';
import type { Language } from '../locale/language.ts';
import { type ScreenTexts, screenTexts } from '../locale/screen.ts';
import { type MenuTexts, menuTexts } from '../locale/screen-menu.ts';
import { entryAmountMinor, formatForScreen, formatNumber, isEmptyEntry } from '../payment/money.ts';
import { type Standing, standingOf } from '../payment/standing.ts';
import type { Payment } from '../payment/types.ts';
import { digits, type Face, fitting, oneLine, refusal, saidShortly, wrapLines } from './face.ts';
import { closeResultFace, closingFace } from './presenter-day-close.ts';
import { informationFace } from './presenter-information.ts';
import { serviceFace } from './presenter-service.ts';
import { screenRows, type Tone } from './screen.ts';

/** The digit that takes this item at once. */
const keyOf = (item: MenuView['items'][number]): PanelKey | null =>
  menuItems.find((one) => one.item === item)?.key ?? null;

interface Words {
  readonly language: Language;
  readonly t: ScreenTexts;
  readonly m: MenuTexts;
}

/** As many items as the display holds, so that the mark is among them. */
const choiceFace = ({ items, selected }: MenuView, { m }: Words): Face => {
  const first = Math.max(0, Math.min(selected - 1, items.length - screenRows));
  const lines = items.map((item, index) => `${index === selected ? '>' : ' '}${keyOf(item)} ${m.items[item]}`);
  return {
    lines: lines.slice(first, first + screenRows),
    tone: 'ask',
    keys: [...items.flatMap((item) => keyOf(item) ?? []), 'UP', 'DOWN', 'ENTER', 'CANCEL', 'MENU'],
  };
};

const numberFace = (menu: MenuView, { language, t, m }: Words): Face => {
  const mayBeEmpty = menu.job === 'reprint' && menu.entry === '';
  const hints = [m.orScanSlip, mayBeEmpty ? m.enterLast : t.enterNext];
  return {
    lines: [
      menu.job === 'reprint' || menu.job === 'refund' || menu.job === 'inquiry' ? m.askNumber[menu.job] : '',
      `${menu.entry}_`,
      ...(menu.error === null ? hints : wrapLines(saidShortly(menu.error, language), 2)),
    ],
    tone: 'ask',
    keys: [...digits, 'CLEAR', 'ENTER', 'CANCEL'],
  };
};

const currencyOf = (view: BoxView, menu: MenuView): string => menu.payment?.currency ?? view.terms?.currency ?? 'RUB';

/** Of a refund: what is typed, else all that is left; null before the payment is found. */
const refundMinor = (menu: MenuView): number | null =>
  isEmptyEntry(menu.amount) ? menu.restMinor : entryAmountMinor(menu.amount);

const amountFace = (view: BoxView, menu: MenuView, { language, m }: Words): Face => {
  const amountMinor = refundMinor(menu) ?? 0;
  const number = menu.payment?.transactionNumber ?? menu.entry;
  const rest = menu.restMinor === null ? '' : `${m.left} ${formatNumber(menu.restMinor)}`;
  return {
    lines: [
      formatForScreen(amountMinor, currencyOf(view, menu)),
      fitting(`${m.items.refund} N ${number}`, `N ${number}`),
      ...(menu.error === null ? [rest, m.enterRefunds] : wrapLines(saidShortly(menu.error, language), 2)),
    ],
    tone: 'ask',
    keys: [...digits, '.', 'CLEAR', 'ENTER', 'CANCEL'],
  };
};

/** Looking and working: what is going on, what goes wrong on the way, and that it can be left. */
const progressFace = (view: BoxView, menu: MenuView, { t, m }: Words): Face => {
  const title = menu.job === null ? '' : m.items[menu.job];
  const amountMinor = menu.job === 'refund' && menu.stage === 'working' ? refundMinor(menu) : null;
  const doing = menu.stage === 'looking' ? m.looking : menu.job === 'refund' ? m.refunding : m.printing;
  const number = menu.entry === '' ? '' : `N ${menu.entry}`;
  return {
    lines: [
      amountMinor === null ? title : formatForScreen(amountMinor, currencyOf(view, menu)),
      doing,
      menu.error === null ? number : `${menu.error.code} ${t.retrying}`,
      t.cancelLeaves,
    ],
    tone: 'progress',
    keys: ['CANCEL'],
  };
};

/** A result stays until ENTER or CANCEL; the sum, or what it is about, is on its first line. */
const ended = (tone: Tone, ...lines: readonly string[]): Face => ({ lines, tone, keys: ['ENTER', 'CANCEL'] });

type Result = NonNullable<MenuView['result']>;

const sumOf = ({ payment, sale }: Result): string | null => {
  if (payment !== null) return formatForScreen(payment.amount, payment.currency);
  return sale === null ? null : formatForScreen(sale.intent.amountMinor, sale.intent.currency);
};

/** A declined refund says why, where the gateway does; it is no declined *payment*. */
const refundRefusal = (error: FieldError | null, payment: Payment | null, language: Language): string => {
  const isReasoned = payment?.declineCode !== undefined && payment.declineCode !== 'other';
  return refusal(error?.code === 'PAY-19' && isReasoned ? { code: 'PAY-01' } : error, payment, language);
};

/** Why not, with its code, over the lines that are left. */
const failedFace = (head: string, word: string, { error, payment }: Result, { language, t }: Words): Face => {
  const [first = '', second = t.enter] = wrapLines(refundRefusal(error, payment, language), 2);
  return ended('failed', head, fitting(`${word} ${error?.code ?? ''}`.trimEnd(), word), first, second);
};

const refundFace = (view: BoxView, menu: MenuView, result: Result, words: Words): Face => {
  const { t, m } = words;
  const typedMinor = refundMinor(menu);
  // Before it has a row, `payment` is the payment that it was to be of, whose sum is another one.
  const isOfRefund = result.sale?.kind === 'refund' || result.payment?.kind === 'refund';
  const typed = typedMinor === null ? null : formatForScreen(typedMinor, currencyOf(view, menu));
  const sum = (isOfRefund ? sumOf(result) : typed) ?? m.items.refund;
  if (result.outcome === 'failed') return failedFace(sum, m.notRefunded, result, words);
  if (result.outcome === 'unknown') return ended('unknown', sum, t.unknown, ...m.boxFindsOut);
  const status = result.payment?.kind === 'refund' ? result.payment.status : result.sale?.status;
  return status === 'refunded'
    ? ended('idle', sum, m.refunded, m.returnReceipt, t.enter)
    : ended('unknown', sum, m.refundAccepted, ...m.boxFindsOut);
};

const journalLine = (sale: Sale, { m }: Words): string => {
  if (sale.kind === 'refund') {
    if (sale.status === 'refunded') return m.journal.refunded;
    return sale.resolved ? m.journal.notRefunded : m.journal.open;
  }
  return sale.verdict === null ? m.journal.open : m.journal[sale.verdict];
};

const shortLine = (error: FieldError | null, language: Language): string =>
  wrapLines(refusal(error, null, language), 1)[0] ?? '';

const inquiryFaces: Readonly<Record<Standing, (result: Result, sum: string, words: Words) => Face>> = {
  paid: ({ payment }, sum, { t, m }) => {
    const refunded = payment !== null && payment.refundedAmount > 0 ? payment.refundedAmount : null;
    const third =
      refunded === null ? `N ${payment?.transactionNumber}` : `${m.returnedShort} ${formatNumber(refunded)}`;
    return ended('idle', sum, t.paid, third, t.enter);
  },
  notPaid: ({ payment }, sum, { language, t, m }) => {
    const reason =
      payment === null
        ? m.unknownToGateway
        : refusal({ code: reasonCodes[payment.status] ?? 'PAY-01' }, payment, language);
    const [first = '', second = t.enter] = wrapLines(reason, 2);
    return ended('failed', sum, t.notPaid, first, second);
  },
  returning: (_, sum, { t }) => ended('unknown', sum, t.notPaid, ...t.moneyReturns),
  returned: (_, sum, { t, m }) => ended('failed', sum, t.notPaid, m.moneyReturned, t.enter),
  pending: (_, sum, { t, m }) => ended('unknown', sum, m.pending, t.giveNoGoods, t.enter),
  unjudged: (_, sum, { m }) => ended('unknown', sum, m.paidAtGateway, ...m.boxWillAsk),
  refunded: (_, sum, { t, m }) => ended('idle', sum, m.refunded, '', t.enter),
  accepted: (_, sum, { m }) => ended('unknown', sum, m.refundAccepted, ...m.boxFindsOut),
  notRefunded: ({ payment }, sum, { language, t, m }) => {
    const reason = payment === null ? m.unknownToGateway : refundRefusal({ code: 'PAY-19' }, payment, language);
    const [first = '', second = t.enter] = wrapLines(reason, 2);
    return ended('failed', sum, m.notRefunded, first, second);
  },
  open: (_, sum, { t, m }) => ended('unknown', sum, t.unknown, m.unknownToGateway, t.enter),
  contradiction: ({ error }, sum, { m }) =>
    ended('unknown', sum, `${m.contradiction} ${error?.code}`, ...m.changeNothing),
  none: (result, sum, { language, t }) => {
    const said = result.error === null ? [] : wrapLines(saidShortly(result.error, language), 2);
    return ended('failed', sum, ...said, t.enter);
  },
  unreached: (result, sum, words) => {
    const { error, outcome } = result;
    // It fell over before anybody was asked.
    if (outcome === 'failed') return inquiryFaces.none(result, sum, words);
    const third = result.sale === null ? shortLine(error, words.language) : journalLine(result.sale, words);
    return ended('unknown', sum, `${words.m.noAnswer} ${error?.code ?? ''}`.trimEnd(), third, words.t.enter);
  },
};

/** A payment that was not paid, in the words of a sale that ended so. */
const reasonCodes: Readonly<Record<string, 'PAY-01' | 'PAY-02' | 'PAY-03'>> = {
  declined: 'PAY-01',
  cancelled: 'PAY-02',
  expired: 'PAY-03',
};

const inquiryFace = (result: Result, words: Words): Face => {
  const face = inquiryFaces[standingOf(result)](result, sumOf(result) ?? words.m.items.inquiry, words);
  const unprinted = result.error?.code.startsWith('JRN-') === true && result.payment !== null ? result.error : null;
  return unprinted === null
    ? face
    : { ...face, lines: [...face.lines.slice(0, 3), oneLine(unprinted, words.language)] };
};

const reprintFace = (view: BoxView, result: Result, words: Words): Face => {
  const { language, t, m } = words;
  if (result.outcome !== 'done') {
    const said = result.error === null ? [] : wrapLines(saidShortly(result.error, language), 2);
    return ended('failed', m.items.reprint, ...said, t.enter);
  }
  const { error } = view.printing;
  const number = `N ${result.sale?.intent.transactionNumber ?? ''}`;
  const third = error === null ? m.marked : oneLine(error, language);
  return ended('idle', sumOf(result) ?? m.items.reprint, fitting(`${m.printing} ${number}`, number), third, t.enter);
};

const activationResultFace = (view: BoxView, { outcome, error }: Result, { language, t, m }: Words): Face => {
  if (outcome === 'done')
    return ended(
      'idle',
      m.items.activation,
      m.activated,
      `${t.terminal} ${view.terms?.about.terminalId ?? ''}`,
      t.enter,
    );
  const said = error === null ? [] : wrapLines(saidShortly(error, language), 2);
  return ended('failed', m.activationFailed, ...said, t.enter);
};

/** Of the service menu only why it is closed is a result. */
const refusedFace = ({ error }: Result, { language, t, m }: Words): Face => {
  const said = error === null ? [] : wrapLines(saidShortly(error, language), 3);
  return ended('failed', m.items.service, ...said, t.enter);
};

const resultFace = (view: BoxView, menu: MenuView, result: Result, words: Words): Face => {
  switch (result.kind) {
    case 'refund':
      return refundFace(view, menu, result, words);
    case 'inquiry':
      return inquiryFace(result, words);
    case 'reprint':
      return reprintFace(view, result, words);
    case 'activation':
      return activationResultFace(view, result, words);
    case 'service':
      return refusedFace(result, words);
    case 'dayClose':
      return closeResultFace(result, words.language);
  }
};

export const menuFace = (view: BoxView, menu: MenuView, language: Language): Face => {
  const words: Words = { language, t: screenTexts[language], m: menuTexts[language] };
  switch (menu.stage) {
    case 'choosing':
      return choiceFace(menu, words);
    case 'information':
      return informationFace(view, menu.information, words.m.items.information, language);
    case 'typingNumber':
      return numberFace(menu, words);
    case 'typingAmount':
      return amountFace(view, menu, words);
    case 'looking':
    case 'working':
      return progressFace(view, menu, words);
    case 'closing':
      return closingFace(menu.dayClose, language);
    case 'service':
      return menu.service === null
        ? { lines: [words.t.wait], tone: 'progress', keys: [] }
        : serviceFace(menu.service, language);
    case 'showing':
      return menu.result === null
        ? { lines: [words.t.wait], tone: 'progress', keys: [] }
        : resultFace(view, menu, menu.result, words);
  }
};

/** It looks like an earlier sale: ENTER another one, CANCEL stops. */
export const doubtFace = (sale: SaleView, language: Language): Face => {
  const m = menuTexts[language];
  const { suspicion } = sale;
  const number = suspicion === null ? '' : `N ${suspicion.transactionNumber}`;
  return {
    lines: [
      formatForScreen(sale.amountMinor, sale.currency),
      suspicion === null ? '' : m.doubts[suspicion.kind],
      fitting(`${number} ${m.another}`, `${number} ${m.anotherShort}`, number),
      m.anotherOrStop,
    ],
    tone: 'ask',
    keys: sale.doubtReadable ? ['ENTER', 'CANCEL'] : [],
  };
};

/**
 * What is seen of the box from outside: plain data, read from the machines as they are now. The presenter makes screens
 * of it, the control socket its `status`.
 */
import type { AnyMachineSnapshot, SnapshotFrom, StateValue } from 'xstate';
import type { Information } from '../src/documents/information.ts';
import type { FieldError } from '../src/errors.ts';
import { type AmountEntry, emptyEntry } from '../src/payment/money.ts';
import type { Payment, PaymentMethod, PaymentSystem } from '../src/payment/types.ts';
import type { activationMachine } from './activation.ts';
import type { boxMachine } from './box.ts';
import type { LastResult, SlipsOfResult } from './box-context.ts';
import type { confirmationMachine } from './confirmation.ts';
import type { dayCloseMachine } from './day-close.ts';
import { type DayCloseView, dayCloseView, type OpenCloseView, openCloseView } from './day-close-view.ts';
import type { informationMachine } from './information.ts';
import type { inquiryMachine } from './inquiry.ts';
import type { JobKind, JobResult } from './job.ts';
import { type MenuItem, menuItems, type menuMachine } from './menu.ts';
import type { obligationMachine } from './obligation.ts';
import type { offlinePaymentMachine } from './offline-payment.ts';
import type { onlinePaymentMachine } from './online-payment.ts';
import type { EarlierActivation, Sale, Suspicion, Terms } from './ports.ts';
import type { printingMachine } from './printing.ts';
import type { refundMachine } from './refund.ts';
import type { refundObligationMachine } from './refund-obligation.ts';
import type { reprintMachine } from './reprint.ts';
import type { saleMachine } from './sale.ts';
import type { SaleResult } from './sale-result.ts';
import type { serviceMachine } from './service.ts';
import { type ServiceView, serviceView } from './service-view.ts';
import type { submissionMachine } from './submission.ts';

/** What the cashier is waiting for, of all the states of the payment machines. */
export type SaleStage =
  | 'choosingMode'
  | 'choosingSystem'
  | 'awaitingScan'
  | 'doubting'
  | 'requesting'
  | 'presenting'
  | 'confirming'
  | 'cancelling'
  | 'concluding';

export interface SaleView {
  readonly stage: SaleStage;
  readonly amountMinor: number;
  readonly currency: string;
  readonly method: PaymentMethod | null;
  readonly paymentSystem: PaymentSystem | null;
  /** A list to choose from, and where its mark stands. */
  readonly options: readonly (PaymentMethod | PaymentSystem)[];
  readonly selected: number;
  readonly transactionNumber: number | null;
  /** What went wrong last, while it is still being tried. */
  readonly error: FieldError | null;
  /** The cashier may leave a cancel that has no answer. */
  readonly leaveOffered: boolean;
  /** The duplicate guard asks whether this is another sale than that one. */
  readonly suspicion: Suspicion | null;
  /** False in the first moment of that question, when no key answers it. */
  readonly doubtReadable: boolean;
  readonly waitTimeoutMs: number;
}

export interface MenuView {
  readonly stage:
    | 'choosing'
    | 'information'
    | 'typingNumber'
    | 'looking'
    | 'typingAmount'
    | 'working'
    | 'closing'
    | 'service'
    | 'showing';
  readonly items: readonly MenuItem[];
  /** Where the mark stands among the items. */
  readonly selected: number;
  readonly job: JobKind | null;
  /** The transaction number that is being typed. */
  readonly entry: string;
  /** Of a refund; empty: all that is left. */
  readonly amount: AmountEntry;
  /** What a refund gives back of. */
  readonly payment: Payment | null;
  readonly restMinor: number | null;
  /** What went wrong last, while it is still being tried. */
  readonly error: FieldError | null;
  readonly result: JobResult | null;
  readonly service: ServiceView | null;
  /** At the stage of that name. */
  readonly information: InformationView | null;
  /** At the stage `closing`. */
  readonly dayClose: DayCloseView | null;
}

export interface InformationView {
  readonly stage: 'reading' | 'showing' | 'owing' | 'told' | 'failed';
  readonly information: Information | null;
  /** An index into `informationPages`. */
  readonly page: number;
  /** Why it cannot be shown, or why the last print was not taken. */
  readonly error: FieldError | null;
}

export interface ActivationView {
  readonly stage:
    | 'terminalId'
    | 'serialNumber'
    | 'code'
    | 'requesting'
    | 'confirmingAgain'
    | 'confirmingReplacement'
    | 'failed';
  readonly value: string;
  readonly error: FieldError | null;
  /** As whom this box was activated before. */
  readonly earlier: EarlierActivation | null;
  /** Of the code that is typed; null: nothing is known. */
  readonly attemptsLeft: number | null;
}

export interface ObligationView {
  readonly sale: Sale;
  readonly lastError: FieldError | null;
}

export interface BoxView {
  /** Dotted path, as `GET /api/screen` and `sendybox status` name it. */
  readonly state: string;
  readonly terms: Terms | null;
  /** Why the box is out of service, or null. */
  readonly obstacle: FieldError | null;
  /** Why it is inactive though it was activated: another box has the terminal. */
  readonly keyLost: FieldError | null;
  readonly entry: AmountEntry;
  readonly notice: FieldError | null;
  /** RFC 3339: when the wait on the screen ends. */
  readonly deadline: string | null;
  readonly sale: SaleView | null;
  readonly result: SaleResult | null;
  /** Of the result, also where the sale never got a number. */
  readonly resultAmountMinor: number | null;
  readonly last: LastResult | null;
  readonly slips: SlipsOfResult;
  readonly activation: ActivationView | null;
  readonly menu: MenuView | null;
  /** Found paid: *goods given?* */
  readonly question: Sale | null;
  readonly obligations: readonly ObligationView[];
  readonly openClose: OpenCloseView | null;
  readonly printing: { readonly owed: number; readonly error: FieldError | null };
}

type BoxSnapshot = SnapshotFrom<typeof boxMachine>;

/** Wrappers that say nothing to a person: the path leaves them out. */
const unspoken = new Set(['collecting', 'submitting', 'open', 'deciding', 'weighing', 'writing', 'answerable']);

const words = (value: StateValue): string[] => {
  if (typeof value === 'string') return [value];
  const [entry] = Object.entries(value);
  return entry === undefined ? [] : [entry[0], ...(entry[1] === undefined ? [] : words(entry[1]))];
};

/** Only a running snapshot of an invoked machine; XState keeps no child that has ended. */
const childOf = <Snapshot extends AnyMachineSnapshot>(parent: AnyMachineSnapshot, id: string): Snapshot | null => {
  const snapshot: unknown = parent.children[id]?.getSnapshot();
  return snapshot === undefined ? null : (snapshot as Snapshot);
};

const salePath = (sale: SnapshotFrom<typeof saleMachine>): string[] => {
  const payment = childOf<AnyMachineSnapshot>(sale, 'payment');
  const submission = payment === null ? null : childOf<AnyMachineSnapshot>(payment, 'submission');
  const confirmation = submission === null ? null : childOf<AnyMachineSnapshot>(submission, 'confirmation');
  return [sale, payment, submission, confirmation]
    .flatMap((snapshot) => (snapshot === null ? [] : words(snapshot.value)))
    .filter((word) => !unspoken.has(word));
};

/** `paying.…` and `menu.…` tell their inner states; the other root states are one word (surfaces). */
export const statePath = (box: BoxSnapshot): string => {
  if (box.matches('paying')) {
    const sale = childOf<SnapshotFrom<typeof saleMachine>>(box, 'sale');
    return ['paying', ...(sale === null ? [] : salePath(sale))].join('.');
  }
  const path = words(box.value);
  if (!box.matches('menu')) return path[0] ?? '';
  const menu = childOf<SnapshotFrom<typeof menuMachine>>(box, 'menu');
  if (menu?.value === 'closing') return 'closingDay';
  const job = menu === null ? null : childOf<AnyMachineSnapshot>(menu, 'job');
  const inner = [menu, job].flatMap((snapshot) => (snapshot === null ? [] : words(snapshot.value)));
  return [...path, ...inner.filter((word) => !unspoken.has(word))].join('.');
};

const confirmationStage = (confirmation: SnapshotFrom<typeof confirmationMachine>): SaleStage => {
  if (confirmation.matches({ open: 'presenting' })) return 'presenting';
  if (confirmation.matches('open')) {
    // Before its QR is on paper an online payment has nothing that a customer could scan.
    const { sale, presented } = confirmation.context;
    return sale.intent.method === 'online' && !presented ? 'requesting' : 'confirming';
  }
  return confirmation.matches('cancelling') ? 'cancelling' : 'concluding';
};

const submissionStage = (submission: SnapshotFrom<typeof submissionMachine>): SaleStage => {
  if (submission.matches('ending') || submission.matches('rereading')) return 'concluding';
  return submission.matches('doubting') ? 'doubting' : 'requesting';
};

const saleView = (sale: SnapshotFrom<typeof saleMachine>): SaleView => {
  const { request, terms, method, selected } = sale.context;
  const payment = childOf<SnapshotFrom<typeof offlinePaymentMachine | typeof onlinePaymentMachine>>(sale, 'payment');
  const submission = payment === null ? null : childOf<SnapshotFrom<typeof submissionMachine>>(payment, 'submission');
  const confirmation =
    submission === null ? null : childOf<SnapshotFrom<typeof confirmationMachine>>(submission, 'confirmation');
  const view: SaleView = {
    stage: 'choosingMode',
    amountMinor: request.amountMinor,
    currency: terms.currency,
    method,
    paymentSystem: null,
    options: terms.methods,
    selected,
    transactionNumber: null,
    error: null,
    leaveOffered: false,
    suspicion: null,
    doubtReadable: false,
    waitTimeoutMs: terms.waitTimeoutSeconds * 1_000,
  };
  if (payment === null) return view;
  const { draft } = payment.context;
  if (submission === null) {
    return 'systems' in payment.context
      ? { ...view, stage: 'choosingSystem', options: payment.context.systems, selected: payment.context.selected }
      : { ...view, stage: draft.code === null ? 'awaitingScan' : 'requesting', options: [] };
  }
  const begun: SaleView = {
    ...view,
    stage: submissionStage(submission),
    options: [],
    suspicion: submission.context.suspicion,
    doubtReadable: submission.matches({ doubting: 'answerable' }),
    paymentSystem: submission.context.draft.paymentSystem,
    transactionNumber: submission.context.sale?.intent.transactionNumber ?? null,
    error: submission.context.error ?? submission.context.known.error,
  };
  if (confirmation === null) return begun;
  const { known, storageError, leaveOffered } = confirmation.context;
  return {
    ...begun,
    stage: confirmationStage(confirmation),
    paymentSystem: known.payment?.paymentSystem ?? begun.paymentSystem,
    error: storageError ?? known.error,
    leaveOffered,
  };
};

const activationStages = {
  typingTerminalId: 'terminalId',
  typingSerialNumber: 'serialNumber',
  typingCode: 'code',
  requesting: 'requesting',
  retrying: 'requesting',
  confirmingAgain: 'confirmingAgain',
  confirmingReplacement: 'confirmingReplacement',
  failed: 'failed',
  activated: 'requesting',
  deciding: 'requesting',
  ended: 'failed',
} as const;

const activationView = (activation: SnapshotFrom<typeof activationMachine>): ActivationView => {
  const stage = activationStages[activation.value];
  const { values, error, earlier, attemptsLeft } = activation.context;
  const value = stage === 'terminalId' || stage === 'serialNumber' || stage === 'code' ? values[stage] : '';
  return { stage, value, error, earlier, attemptsLeft };
};

/** A state of a job, as the cashier sees it: what is being asked, or that it is being worked on. */
const jobStage = (menu: SnapshotFrom<typeof menuMachine>, job: AnyMachineSnapshot | null): MenuView['stage'] => {
  if (menu.value === 'choosing' || menu.value === 'information' || menu.value === 'showing') return menu.value;
  if (menu.value === 'servicing') return 'service';
  if (menu.value === 'closing') return 'closing';
  const state = job === null ? '' : (words(job.value)[0] ?? '');
  return state === 'typingNumber' || state === 'typingAmount' || state === 'looking' ? state : 'working';
};

const informationView = (menu: SnapshotFrom<typeof menuMachine>): InformationView | null => {
  if (menu.value !== 'information') return null;
  const pages = childOf<SnapshotFrom<typeof informationMachine>>(menu, 'job');
  if (pages === null) return null;
  const { information, page, error } = pages.context;
  return { stage: pages.value === 'ended' ? 'showing' : pages.value, information, page, error };
};

const dayCloseOf = (menu: SnapshotFrom<typeof menuMachine> | null): SnapshotFrom<typeof dayCloseMachine> | null =>
  menu?.value === 'closing' ? childOf(menu, 'job') : null;

const menuView = (menu: SnapshotFrom<typeof menuMachine>): MenuView => {
  const { selected, item, result, request } = menu.context;
  const isService = menu.value === 'servicing';
  const close = dayCloseOf(menu);
  const service = isService ? childOf<SnapshotFrom<typeof serviceMachine>>(menu, 'job') : null;
  const job =
    isService || close !== null
      ? null
      : childOf<SnapshotFrom<typeof refundMachine | typeof inquiryMachine | typeof reprintMachine>>(menu, 'job');
  const context: Partial<Omit<SnapshotFrom<typeof refundMachine>['context'], 'request'>> = job?.context ?? {};
  // What was asked for from outside is what is refunded: nobody types it.
  const askedMinor = request?.kind === 'refund' ? request.amountMinor : null;
  return {
    stage: jobStage(menu, job),
    items: menuItems.map((one) => one.item),
    selected,
    job: result?.kind ?? request?.kind ?? (item === 'information' ? null : item),
    entry: context.entry ?? '',
    amount: askedMinor === null ? (context.amount ?? emptyEntry) : { digits: String(askedMinor), fraction: null },
    payment: context.payment ?? null,
    restMinor: context.restMinor ?? null,
    error: context.error ?? null,
    result,
    service: service === null ? null : serviceView(service),
    information: informationView(menu),
    dayClose: close === null ? null : dayCloseView(close),
  };
};

const obligationView = (
  obligation: SnapshotFrom<typeof obligationMachine | typeof refundObligationMachine>,
): ObligationView => ({
  sale: obligation.context.sale,
  lastError: obligation.context.storageError ?? obligation.context.known.error,
});

/** Of a box that is inactive, or of an active one as a job of its menu. */
const activationOf = (
  box: BoxSnapshot,
  menu: SnapshotFrom<typeof menuMachine> | null,
): SnapshotFrom<typeof activationMachine> | null =>
  menu?.value === 'activating' ? childOf(menu, 'job') : childOf(box, 'activation');

export const boxView = (box: BoxSnapshot): BoxView => {
  const { terms, entry, notice, request, result, last, slips, questions, obligations, blocked } = box.context;
  const obstacle = box.context.obstacle ?? (box.matches('outOfService') ? blocked : null);
  const sale = childOf<SnapshotFrom<typeof saleMachine>>(box, 'sale');
  const menu = childOf<SnapshotFrom<typeof menuMachine>>(box, 'menu');
  const activation = activationOf(box, menu);
  const printing = childOf<SnapshotFrom<typeof printingMachine>>(box, 'printing');
  const views = Object.values(obligations).map((obligation) => obligationView(obligation.getSnapshot()));
  const asked = box.matches({ recovering: 'asking' }) ? questions[0] : undefined;
  return {
    state: statePath(box),
    terms,
    obstacle,
    keyLost: box.context.keyLost,
    entry,
    notice,
    deadline: null,
    sale: sale === null ? null : saleView(sale),
    result: box.matches('showingResult') || (box.matches('starting') && result?.isLost) ? result : null,
    resultAmountMinor: result?.sale?.intent.amountMinor ?? request?.amountMinor ?? null,
    last,
    slips,
    activation: activation === null ? null : activationView(activation),
    menu: menu === null ? null : menuView(menu),
    question: views.find((view) => view.sale.intent.transactionNumber === asked)?.sale ?? null,
    obligations: views,
    openClose: openCloseView(dayCloseOf(menu), box.context.openClose),
    printing: { owed: printing?.context.owed.length ?? 0, error: printing?.context.error ?? null },
  };
};

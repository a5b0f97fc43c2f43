/** Joins the machines to the world: fills their actors and actions from the ports. The only file that knows both. */
import { type Actor, type AnyActorRef, assign, fromPromise, sendParent, sendTo } from 'xstate';
import type { Information } from '../src/documents/information.ts';
import { FieldFailure } from '../src/errors.ts';
import type { CancelOrder, Counters, Intent } from '../src/payment/types.ts';
import { activationMachine } from './activation.ts';
import { boxMachine } from './box.ts';
import { maxLoaded, maxObligations, type OpenEnds } from './box-context.ts';
import { confirmationMachine } from './confirmation.ts';
import { dayCloseFor } from './day-close-world.ts';
import { findTransaction } from './find-transaction.ts';
import { informationMachine } from './information.ts';
import { inquiryMachine } from './inquiry.ts';
import { menuMachine } from './menu.ts';
import { obligationMachine } from './obligation.ts';
import { offlinePaymentMachine } from './offline-payment.ts';
import { onlinePaymentMachine } from './online-payment.ts';
import type {
  ActivationInput,
  JournalPort,
  OrderInput,
  OwedDocument,
  PaymentKey,
  Ports,
  QrSlip,
  RecordInput,
  RefundDraft,
  Sale,
  SaleChange,
  SaleDraft,
  SaleEvent,
  TransactionAnswer,
} from './ports.ts';
import { printingMachine } from './printing.ts';
import { refundMachine } from './refund.ts';
import { carriedOver } from './refund-answers.ts';
import { refundObligationMachine } from './refund-obligation.ts';
import { reprintMachine } from './reprint.ts';
import { saleMachine } from './sale.ts';
import { type ServiceChange, serviceMachine } from './service.ts';
import { submissionMachine } from './submission.ts';

/** Lines of a sale's history that ride along with its next commit; more than this are dropped, oldest first. */
const maxNotes = 50;

/** Names the event of a change by what matters most in it. */
const eventType = (change: SaleChange): string => {
  if (change.verdict !== undefined) return `verdict.${change.verdict}`;
  if (change.cancel !== undefined) return `cancel.${change.cancel.ifPaid}`;
  return change.resolved === true ? 'ended' : 'learnt';
};

const eventData = (change: SaleChange): Record<string, unknown> => ({
  ...(change.status === undefined ? {} : { status: change.status }),
  ...(change.cancel === undefined ? {} : { reason: change.cancel.reason, ifPaid: change.cancel.ifPaid }),
  ...(change.error == null ? {} : { error: change.error.code }),
  ...(change.resolved === undefined ? {} : { resolved: change.resolved }),
});

type Watch = <T>(promise: Promise<T>) => Promise<T>;

/** The journal rejects with a FieldFailure, or its invariant is broken: a box that cannot trust its book must not sell. */
const watching =
  (broken: (bug: unknown) => void): Watch =>
  async (promise) => {
    try {
      return await promise;
    } catch (thrown) {
      if (!(thrown instanceof FieldFailure)) broken(thrown);
      throw thrown;
    }
  };

const guarded = (journal: JournalPort, watch: Watch): JournalPort => {
  return {
    beginSale: (draft, counters) => watch(journal.beginSale(draft, counters)),
    beginRefund: (draft, counters) => watch(journal.beginRefund(draft, counters)),
    adopt: (payments, atMost) => watch(journal.adopt(payments, atMost)),
    recordSale: (number, change, events) => watch(journal.recordSale(number, change, events)),
    recordPrinted: (ids) => watch(journal.recordPrinted(ids)),
    recordMayBeOut: (id) => watch(journal.recordMayBeOut(id)),
    owedDocuments: () => watch(journal.owedDocuments()),
    openSales: (limit) => watch(journal.openSales(limit)),
    findByRef: (ref) => watch(journal.findByRef(ref)),
    sale: (number) => watch(journal.sale(number)),
    refundsOf: (number) => watch(journal.refundsOf(number)),
    reprint: (number) => watch(journal.reprint(number)),
    oweAnswer: (answer) => watch(journal.oweAnswer(answer)),
  };
};

/** By this name the machines below find the box machine. */
export const boxSystemId = 'box';

export const boxFor = (ports: Ports) => {
  const { gateway, printer, service, wallClock, information, dayClose } = ports;
  const watch = watching((bug) => ports.broken(bug));
  const journal = guarded(ports.journal, watch);
  const notes = new Map<number, SaleEvent[]>();

  const note = (transactionNumber: number, type: string, data: Readonly<Record<string, unknown>> = {}): void => {
    const kept = notes.get(transactionNumber) ?? [];
    kept.push({ type, at: wallClock.now(), data });
    notes.set(transactionNumber, kept.slice(-maxNotes));
  };

  /** One commit: the change, what was noted since the last one, and the change as an event of its own. */
  const record = async (transactionNumber: number, change: SaleChange) => {
    const noted = notes.get(transactionNumber) ?? [];
    const event: SaleEvent = { type: eventType(change), at: wallClock.now(), data: eventData(change) };
    const sale = await journal.recordSale(transactionNumber, change, [...noted, event]);
    notes.delete(transactionNumber);
    return sale;
  };

  const recordSale = fromPromise(({ input }: { input: RecordInput }) => record(input.transactionNumber, input.change));
  const recordOrder = fromPromise(({ input }: { input: OrderInput }) =>
    record(input.transactionNumber, {
      ...input.change,
      cancel: { ...input.order, cancelledAt: wallClock.now() },
    }),
  );
  const askPayment = fromPromise(
    ({ input, signal }: { input: { key: PaymentKey; waitSeconds: number }; signal: AbortSignal }) =>
      gateway.payment(input.key, input.waitSeconds, signal),
  );
  const cancelPayment = fromPromise(
    ({ input, signal }: { input: { intent: Intent; order: CancelOrder }; signal: AbortSignal }) =>
      gateway.cancel(input.intent, input.order, signal),
  );
  /**
   * Every answer also tells of payments that this journal does not know: they become obligations (contract, counters), as
   * many as the box drives at once; the next answer tells of the others again.
   */
  const fetchCounters = fromPromise(
    async ({ signal, system }: { signal: AbortSignal; system: AnyActorRef['system'] }) => {
      const outcome = await gateway.counters(signal);
      if (outcome.kind !== 'answered' || outcome.value.open.length === 0 || signal.aborted) return outcome;
      const box: Actor<typeof boxMachine> = system.get(boxSystemId);
      const atMost = maxObligations - Object.keys(box.getSnapshot().context.obligations).length;
      const sales = atMost > 0 ? await journal.adopt(outcome.value.open, atMost) : [];
      if (sales.length > 0) box.send({ type: 'payments.adopted', sales });
      return outcome;
    },
  );
  const beginRefund = fromPromise(({ input }: { input: { draft: RefundDraft; counters: Counters } }) =>
    journal.beginRefund(input.draft, input.counters),
  );
  const refundsOf = fromPromise(({ input }: { input: { transactionNumber: number } }) =>
    journal.refundsOf(input.transactionNumber),
  );
  const find = fromPromise(({ input, signal }: { input: { transactionNumber: number }; signal: AbortSignal }) =>
    findTransaction({ journal, gateway }, input.transactionNumber, signal),
  );

  const confirmation = confirmationMachine.provide({
    actors: {
      askPayment,
      cancelPayment,
      recordSale,
      recordOrder,
      presentQr: fromPromise(({ input, signal }: { input: QrSlip; signal: AbortSignal }) =>
        printer.printQr(input, signal),
      ),
    },
    actions: {
      note: ({ context }, params) => note(context.sale.intent.transactionNumber, params.type, params.data),
    },
  });

  const submission = submissionMachine.provide({
    actors: {
      confirmation,
      fetchCounters,
      recordSale,
      readSale: fromPromise(({ input }: { input: { transactionNumber: number } }) =>
        journal.sale(input.transactionNumber),
      ),
      beginSale: fromPromise(({ input }: { input: { draft: SaleDraft; counters: Counters } }) =>
        journal.beginSale(input.draft, input.counters),
      ),
      requestPayment: fromPromise(
        ({ input, signal }: { input: { intent: Intent; code: string | null }; signal: AbortSignal }) =>
          input.intent.method === 'online'
            ? gateway.payOnline(input.intent, signal)
            : gateway.payOffline(input.intent, input.code ?? '', signal),
      ),
    },
    actions: {
      note: ({ context }, params) => {
        if (context.sale !== null) note(context.sale.intent.transactionNumber, params.type, params.data);
      },
    },
  });

  const sale = saleMachine.provide({
    actors: {
      offlinePayment: offlinePaymentMachine.provide({
        actors: { fetchCounters, submission },
        actions: { refuseScan: sendParent({ type: 'scan.unwanted' }) },
      }),
      onlinePayment: onlinePaymentMachine.provide({ actors: { fetchCounters, submission } }),
    },
    actions: { refuseScan: sendParent({ type: 'scan.unwanted' }) },
  });

  const obligation = obligationMachine.provide({
    actors: { askPayment, cancelPayment, recordSale, recordOrder, fetchCounters, beginRefund, refundsOf },
    actions: {
      drawJitter: assign({ random: () => ports.random() }),
      tellFoundPaid: sendParent(({ context }) => ({
        type: 'obligation.foundPaid',
        transactionNumber: context.sale.intent.transactionNumber,
      })),
      tellJudged: sendParent(({ context }) => ({ type: 'obligation.judged', sale: context.sale })),
      tellRefundBegun: sendParent((_, params: { sale: Sale }) => ({ type: 'refund.begun', sale: params.sale })),
      wakePrinting: sendParent({ type: 'documents.owed' }),
      tellEnded: sendParent(({ context }) => ({
        type: 'obligation.ended',
        transactionNumber: context.sale.intent.transactionNumber,
      })),
    },
  });

  const refundObligation = refundObligationMachine.provide({
    actors: {
      recordSale,
      requestRefund: fromPromise(({ input, signal }: { input: { intent: Intent }; signal: AbortSignal }) =>
        gateway.refund(input.intent, signal),
      ),
    },
    actions: {
      drawJitter: assign({ random: () => ports.random() }),
      tellLearnt: sendParent(({ context }) => ({
        type: 'refund.learnt',
        sale: context.sale,
        error: context.known.error,
      })),
      tellEnded: sendParent(({ context }) => ({
        type: 'obligation.ended',
        transactionNumber: context.sale.intent.transactionNumber,
      })),
    },
  });

  const activating = activationMachine.provide({
    actors: {
      activate: fromPromise(({ input, signal }: { input: ActivationInput; signal: AbortSignal }) =>
        gateway.activate(input, signal),
      ),
    },
    actions: {
      startAttempt: assign({ attemptId: () => ports.randomId(), retries: 0, error: null }),
      recall: assign({
        earlier: () => ports.activation.earlier(),
        attemptsLeft: ({ context }) => ports.activation.attemptsLeft(context.values.terminalId),
      }),
    },
    guards: { wasActive: () => ports.activation.earlier() !== null },
  });

  const menu = menuMachine.provide({
    actors: {
      activation: activating,
      dayClose: dayCloseFor({ ports, watch, boxSystemId, fetchCounters }),
      refund: refundMachine.provide({
        actors: { findTransaction: find, fetchCounters, beginRefund, refundsOf, recordSale },
        actions: {
          tellRefundBegun: sendTo(
            ({ system }) => system.get(boxSystemId),
            (_, params: { sale: Sale }) => ({ type: 'refund.begun', sale: params.sale }),
          ),
        },
      }),
      inquiry: inquiryMachine.provide({
        actors: {
          findTransaction: find,
          oweAnswer: fromPromise(({ input }: { input: { answer: TransactionAnswer } }) =>
            journal.oweAnswer(input.answer),
          ),
        },
        actions: { wakePrinting: sendTo(({ system }) => system.get(boxSystemId), { type: 'documents.owed' }) },
      }),
      information: informationMachine.provide({
        actors: {
          // Only looked at: what breaks here is told on the page, and nothing that was written hangs on it.
          readInformation: fromPromise(() => information.read()),
          printInformation: fromPromise(({ input }: { input: { information: Information } }) =>
            watch(information.print(input.information)),
          ),
        },
        actions: { wakePrinting: sendTo(({ system }) => system.get(boxSystemId), { type: 'documents.owed' }) },
      }),
      reprint: reprintMachine.provide({
        actors: {
          reprint: fromPromise(({ input }: { input: { transactionNumber: number | null } }) =>
            journal.reprint(input.transactionNumber),
          ),
        },
        actions: { wakePrinting: sendTo(({ system }) => system.get(boxSystemId), { type: 'documents.owed' }) },
      }),
      service: serviceMachine.provide({
        actors: {
          checkPin: fromPromise(({ input }: { input: { pin: string } }) => service.checkPin(input.pin)),
          changeSetting: fromPromise(({ input: { key, value } }: { input: ServiceChange }) =>
            key === 'servicePin' ? service.setPin(String(value)) : service.change(key, value),
          ),
        },
        actions: {
          lookUp: assign({ refusal: () => service.refusal() }),
          readSettings: assign({ settings: () => service.settings() }),
        },
      }),
    },
    actions: {
      refuseScan: sendParent({ type: 'scan.unwanted' }),
      tellShown: sendParent(({ context }) => ({ type: 'job.shown', result: context.result })),
    },
  });

  const printing = printingMachine.provide({
    actors: {
      loadOwed: fromPromise(() => journal.owedDocuments()),
      print: fromPromise(({ input, signal }: { input: { document: OwedDocument }; signal: AbortSignal }) =>
        printer.printOwed(input.document, signal),
      ),
      recordPrinted: fromPromise(({ input }: { input: { ids: readonly number[] } }) =>
        journal.recordPrinted(input.ids),
      ),
      recordMayBeOut: fromPromise(({ input }: { input: { id: number } }) => journal.recordMayBeOut(input.id)),
    },
    actions: {
      tellStuck: sendParent({ type: 'slips.stuck' }),
      tellDrained: sendParent(({ context }) => ({ type: 'slips.drained', transactionNumber: context.drained })),
    },
  });

  const activation = activating.provide({
    actions: {
      tellFailed: sendParent(({ context }) => ({ type: 'activation.failed', error: context.error })),
    },
  });

  return boxMachine.provide({
    actors: {
      loadOpenEnds: fromPromise<OpenEnds>(async () => ({
        sales: (await journal.openSales(maxLoaded)).map(carriedOver),
        dayClose: await watch(dayClose.openClose()),
      })),
      fetchCounters,
      sale,
      menu,
      activation,
      obligation,
      refundObligation,
      printing,
    },
    actions: {
      wantFirstPin: assign({ firstPin: ({ context }) => context.atKeys && !service.hasPin() }),
    },
  });
};

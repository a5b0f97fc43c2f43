/** Bugs of the way from the request to the verdict. */
import type { Plant } from './plant.ts';

export const salePlants: readonly Plant[] = [
  {
    name: 'no-answer-is-a-refusal',
    what: 'a payment request without an answer ends the sale as NOT PAID',
    file: 'machines/submission.ts',
    find: "guard: ({ event }) => event.output.kind === 'answered' || event.output.kind === 'noAnswer',",
    replace: "guard: ({ event }) => event.output.kind === 'answered',",
  },
  {
    name: 'time-out-ends-the-sale',
    what: 'a time-out is told as NOT PAID, and nobody gives the money back',
    file: 'machines/confirmation.ts',
    find: `          verdict: 'notPaid',
          error: context.cancelReason === null ? fieldError('PAY-03') : fieldError('PAY-05'),`,
    replace: `          verdict: 'notPaid', status: 'cancelled', resolved: true,
          error: context.cancelReason === null ? fieldError('PAY-03') : fieldError('PAY-05'),`,
  },
  {
    name: 'late-result-lost',
    what: 'a sale that was left unresolved is nobody’s business until the next start',
    file: 'machines/box.ts',
    find: 'params: ({ event }) => ({ sales: event.output.sale === null ? [] : [event.output.sale] }),',
    replace: 'params: { sales: [] },',
  },
  {
    name: 'pending-is-not-paid',
    what: 'a cancel that was answered pending is taken for cancelled',
    file: 'machines/answers.ts',
    find: '  known.payment !== null && endsUnpaid(known.payment.status);',
    replace: "  known.payment !== null && (endsUnpaid(known.payment.status) || known.payment.status === 'pending');",
  },
  {
    name: 'expired-is-paid',
    what: 'an expired payment is taken for a paid one',
    file: 'machines/answers.ts',
    find: "export const isPaid = (known: Knowledge): boolean => known.payment?.status === 'paid';",
    replace:
      "export const isPaid = (known: Knowledge): boolean => known.payment?.status === 'paid' || known.payment?.status === 'expired';",
  },
  {
    name: 'tombstone-though-answered',
    what: 'a 404 after an answer cancels a number that the gateway has known',
    file: 'machines/answers.ts',
    find: "known.refusal === 'payment-not-found' && !known.answered;",
    replace: "known.refusal === 'payment-not-found';",
  },
  {
    name: 'contradiction-believed',
    what: 'a final state that the gateway takes back is taken back by the box too',
    file: 'machines/answers.ts',
    find: `      if (last !== null && !mayFollow(last.status, status))
        return contradiction('statusChanged', { before: last.status, now: status });\n`,
    replace: '',
    also: [
      {
        // The journal asserts the same inside the commit, and ends the process before anything is believed.
        file: 'src/journal/sale-rules.ts',
        find: '  return isGatewayStatus(to) && mayFollow(sale.status, to);',
        replace: '  return isGatewayStatus(to);',
      },
    ],
  },
  {
    name: 'qr-printed-twice',
    what: 'the QR of an online payment is printed again while it is pending',
    file: 'machines/confirmation.ts',
    find: 'markPresented: assign({ presented: true }),',
    replace: 'markPresented: assign({ printError: null }),',
  },
  {
    name: 'qr-after-a-printer-fault',
    what: 'a QR whose printing failed is printed again',
    file: 'machines/confirmation.ts',
    find: `              {
                target: '#confirmation.cancelling',
                actions: [
                  { type: 'wantCancel', params: { reason: 'print-failed' } },
                  {
                    type: 'blamePrinter',`,
    replace: `              {
                target: 'deciding',
                actions: [
                  {
                    type: 'blamePrinter',`,
  },
];

/** Bugs of what is driven to its end: obligations, recovery at start, refunds, late money. */
import type { Plant } from './plant.ts';

export const recoveryPlants: readonly Plant[] = [
  {
    name: 'fallen-machine-is-forgotten',
    what: 'an obligation or the print ledger that throws is logged and gone',
    file: 'machines/running-box.ts',
    find: '      if (bug !== null) ports.broken(bug.error);',
    replace: '      if (bug !== null) ports.log(String(bug.error));',
  },
  {
    name: 'obligation-lost-at-restart',
    what: 'a sale with a verdict is not carried on after a power cut',
    file: 'machines/world.ts',
    find: '        (await journal.openSales(maxObligations)).map(carriedOver),',
    replace:
      '        (await journal.openSales(maxObligations)).filter((sale) => sale.verdict === null).map(carriedOver),',
  },
  {
    name: 'recovery-forgotten',
    what: 'a sale without a verdict is not looked at after a power cut',
    file: 'machines/world.ts',
    find: '        (await journal.openSales(maxObligations)).map(carriedOver),',
    replace:
      '        (await journal.openSales(maxObligations)).filter((sale) => sale.verdict !== null).map(carriedOver),',
  },
  {
    name: 'recovery-keeps-unasked',
    what: 'found paid at start is PAID, and nobody asked whether goods were given',
    file: 'machines/obligation.ts',
    find: `        { guard: 'isFoundPaid', target: 'awaitingCashier' },
        { guard: 'isUnknownToGateway', target: 'ordering' },`,
    replace: `        { guard: 'isFoundPaid', target: 'keeping' },
        { guard: 'isUnknownToGateway', target: 'ordering' },`,
  },
  {
    name: 'recovery-refunds-unasked',
    what: 'found paid at start is given back, and nobody asked whether goods were given',
    file: 'machines/obligation.ts',
    find: `        { guard: 'isFoundPaid', target: 'awaitingCashier' },
        { guard: 'isUnknownToGateway', target: 'ordering' },`,
    replace: `        { guard: 'isFoundPaid', target: 'returning' },
        { guard: 'isUnknownToGateway', target: 'ordering' },`,
  },
  {
    name: 'withheld-does-nothing',
    what: 'goods not given: the money stays with the merchant',
    file: 'machines/obligation.ts',
    find: "      on: { 'goods.given': 'keeping', 'goods.withheld': 'returning' },",
    replace: "      on: { 'goods.given': 'keeping', 'goods.withheld': {} },",
  },
  {
    name: 'withheld-is-kept',
    what: 'goods not given: PAID all the same',
    file: 'machines/obligation.ts',
    find: "      on: { 'goods.given': 'keeping', 'goods.withheld': 'returning' },",
    replace: "      on: { 'goods.given': 'keeping', 'goods.withheld': 'keeping' },",
  },
  {
    name: 'not-paid-becomes-paid',
    what: 'a late confirmation turns NOT PAID into PAID',
    file: 'machines/obligation-setup.ts',
    find: '    isFoundPaid: ({ context }) => isPaid(context.known) && !givesMoneyBack(context),',
    replace: '    isFoundPaid: ({ context }) => isPaid(context.known),',
  },
  {
    name: 'ended-on-a-pending-reversal',
    what: 'a reversal that the wallet still owes counts as done',
    file: 'machines/obligation-setup.ts',
    find: '      isUnpaidForGood(context.known) && !(context.known.payment !== null && reversalOwed(context.known.payment)),',
    replace:
      '      isUnpaidForGood(context.known) || (context.known.payment !== null && reversalOwed(context.known.payment)),',
  },
  {
    name: 'unknown-ends-an-obligation',
    what: 'a 404 ends an obligation without a cancel: the request may still arrive',
    file: 'machines/obligation.ts',
    find: "        { guard: 'isUnknownToGateway', target: 'ordering' },",
    replace: "        { guard: 'isUnknownToGateway', target: 'concluding' },",
  },
  {
    name: 'late-money-kept',
    what: 'money of a closed shift that cannot be reversed is not refunded',
    file: 'machines/obligation-setup.ts',
    find: "    isTooLateToReverse: ({ context }) => context.known.refusal === 'shift-closed' && givesMoneyBack(context),",
    replace: '    isTooLateToReverse: () => false,',
  },
  {
    name: 'late-money-twice',
    what: 'a second late-money refund begins while the first is under way',
    file: 'machines/obligation-setup.ts',
    find: '    isRefundUnderWay: ({ context }) => openRefund(context.refunds) !== null,',
    replace: '    isRefundUnderWay: () => false,',
    also: [
      {
        // The journal refuses a second refund while one is open: with this line the box mends the bug by itself.
        file: 'src/journal/new-sales.ts',
        find: 'if (others.some((refund) => !refund.resolved)) throw',
        replace: 'if (false) throw',
      },
    ],
  },
  {
    name: 'backoff-missing',
    what: 'an obligation asks again at once, and again',
    file: 'machines/delays.ts',
    find: '  Math.max(1_000, Math.round(Math.min(60_000, 1_000 * 2 ** Math.min(failures, 6)) * (1 - random / 2)));',
    replace: '  failures * 0 + random * 0;',
  },
  {
    name: 'backoff-for-ever',
    what: 'the pauses of an obligation double without an end',
    file: 'machines/delays.ts',
    find: '  Math.max(1_000, Math.round(Math.min(60_000, 1_000 * 2 ** Math.min(failures, 6)) * (1 - random / 2)));',
    replace: '  Math.round(1_000 * 2 ** Math.min(failures, 40) * (1 - random / 2));',
  },
  {
    name: 'adopted-and-forgotten',
    what: 'a payment that only the gateway knew is written down, and nobody drives it to its end',
    file: 'machines/world.ts',
    find: "      if (sales.length > 0) box.send({ type: 'payments.adopted', sales });\n",
    replace: '',
  },
  {
    name: 'nothing-adopted',
    what: 'payments that only the gateway knows are left alone (new SD card)',
    file: 'machines/world.ts',
    find: '      const sales = atMost > 0 ? await journal.adopt(outcome.value.open, atMost) : [];',
    replace: '      const sales: Sale[] = [];',
  },
  {
    name: 'refund-error-after-no-answer',
    what: 'an error ends a refund of which an earlier attempt had no answer',
    file: 'machines/refund-answers.ts',
    find: "  if (unanswered || refusal === 'too-many-requests') return false;",
    replace: "  if (refusal === 'too-many-requests') return false;",
  },
  {
    name: 'refund-carried-over-as-new',
    what: 'after a power cut an error ends a refund that may have been processed',
    file: 'machines/refund-answers.ts',
    find: "  sale.kind === 'refund' && !sale.resolved && !sale.answered ? { ...sale, unanswered: true } : sale;",
    replace: '  sale;',
  },
  {
    name: 'refunded-before-forgotten',
    what: 'what was refunded before is not subtracted',
    file: 'machines/refund-answers.ts',
    find: '  return Math.max(0, payment.amount - Math.max(payment.refundedAmount, returnedMinor));',
    replace: '  return Math.max(payment.amount, returnedMinor);',
  },
];

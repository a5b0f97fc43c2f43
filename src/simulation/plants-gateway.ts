/** Bugs of the client: what is sent, and what an answer, or none, is taken for. */
import type { Plant } from './plant.ts';

export const gatewayPlants: readonly Plant[] = [
  {
    name: 'no-answer-is-not-sent',
    what: 'a connection lost in the middle is taken for a request that never left',
    file: 'src/gateway/caller.ts',
    find: "return { kind: result.left ? 'noAnswer' : 'notSent', error };",
    replace: "return { kind: 'notSent', error };",
  },
  {
    name: 'server-error-is-a-refusal',
    what: 'a 5xx is taken for a refusal: NOT PAID, though it may have been processed',
    file: 'src/gateway/answer.ts',
    find: `if (status >= 500) return noAnswer('NET-08', \`HTTP \${status}\`);`,
    replace:
      "if (status >= 500) return { kind: 'refused', problem: toProblem(status, { code: 'not-permitted' } as never) };",
  },
  {
    name: 'new-number-on-retry',
    what: 'after a 5xx the same sale goes again under a new number',
    file: 'src/gateway/answer.ts',
    find: `if (status >= 500) return noAnswer('NET-08', \`HTTP \${status}\`);`,
    replace:
      "if (status >= 500) return { kind: 'refused', problem: toProblem(status, { code: 'transaction-number-conflict' } as never) };",
  },
  {
    name: 'replayed-is-a-refusal',
    what: '401 replayed ends a sale, though the first copy of the request was processed',
    file: 'src/gateway/answer.ts',
    find: "  if (body.code === 'replayed') return noAnswer('GWY-18');\n",
    replace: '',
  },
  {
    name: 'answer-for-another-number',
    what: 'an answer about another number is believed',
    file: 'src/gateway/answer-checks.ts',
    find: "  if (payment.transactionNumber !== key.transactionNumber) return 'another transactionNumber';\n",
    replace: '',
  },
  {
    name: 'answer-for-another-sale',
    what: 'an answer about another sale is believed',
    file: 'src/gateway/answer-checks.ts',
    find: "  if (payment.saleId !== key.saleId) return 'another saleId';\n",
    replace: '',
  },
  {
    name: 'answer-of-another-amount',
    what: 'an answer with another amount is believed',
    file: 'src/gateway/answer-checks.ts',
    find: "  if (payment.amount !== key.amountMinor) return 'another amount';\n",
    replace: '',
  },
  {
    name: 'sale-id-drawn-anew',
    what: 'each attempt of a payment request has a saleId of its own',
    file: 'src/gateway/client.ts',
    find: '\n  saleId: intent.saleId,\n',
    replace: "\n  saleId: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),\n",
  },
  {
    name: 'cancel-always-keeps',
    what: 'the order to give the money back is sent as keep',
    file: 'src/gateway/client.ts',
    find: '          ifPaid: order.ifPaid,',
    replace: "          ifPaid: 'keep',",
  },
  {
    name: 'cancel-always-refunds',
    what: 'CANCEL and recovery give money back that was to be kept',
    file: 'src/gateway/client.ts',
    find: '          ifPaid: order.ifPaid,',
    replace: "          ifPaid: 'refund',",
  },
  {
    name: 'refund-of-another-payment',
    what: 'a refund names the payment before the one that was meant',
    file: 'src/gateway/client.ts',
    find: '          originalTransactionNumber: refund.originalTransactionNumber,',
    replace: '          originalTransactionNumber: Math.max(1, refund.originalTransactionNumber - 1),',
  },
];

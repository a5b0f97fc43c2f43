/** The contract's calls: which path, which schema, which rule of the ledger. */
import { z } from 'zod';
import { failed, ok, type Result } from '../../errors.ts';
import {
  activationAnswerSchema,
  activationRequestSchema,
  cancelRequestSchema,
  closeShiftAnswerSchema,
  closeShiftRequestSchema,
  countersSchema,
  offlineRequestSchema,
  onlineRequestSchema,
  pageQuerySchema,
  paymentQuerySchema,
  paymentSchema,
  rangeQuerySchema,
  refundRequestSchema,
  shiftReportSchema,
  terminalAnswerSchema,
  transactionsPageSchema,
} from '../../gateway/contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Answer, type Refusal, refusal } from '../ledger/refusal.ts';
import { answerReply, problemReply, type Reply } from './reply.ts';

export interface CallInput {
  readonly ledger: Ledger;
  /** The number in the path, or 0 where there is none. */
  readonly number: number;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
  /** The gateway's clock as it shows it. */
  readonly shownMs: number;
}

export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly signed: boolean;
  readonly answer: (input: CallInput) => Reply;
  /** How long the answer may be held while this number is pending, milliseconds. */
  readonly holdMs?: (input: CallInput) => number;
}

const invalid = (detail: string) => failed(refusal('request-invalid', detail.slice(0, 500)));

/** Paths and rules of what is wrong, never the values: a customer's code may be among them. */
const explain = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');

const readJson = <T>({ body, contentType }: CallInput, schema: z.ZodType<T>): Result<T, Refusal> => {
  if (!/^application\/json(?:;|$)/i.test(contentType)) return invalid('Content-Type is not application/json');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return invalid('the body is not JSON in UTF-8');
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? ok(parsed.data) : invalid(explain(parsed.error));
};

const readQuery = <T>({ query }: CallInput, schema: z.ZodType<T>): Result<T, Refusal> => {
  const parsed = schema.safeParse(Object.fromEntries(query));
  return parsed.success ? ok(parsed.data) : invalid(explain(parsed.error));
};

/** Reads, lets the ledger judge, and writes what it says. */
const respond = <T>(schema: z.ZodType, request: Result<T, Refusal>, judge: (request: T) => Answer<unknown>): Reply => {
  if (!request.ok) return problemReply(request.error);
  const answer = judge(request.value);
  return answer.ok ? answerReply(schema, answer.value) : problemReply(answer.error);
};

const listQuerySchema = z.intersection(rangeQuerySchema, pageQuerySchema);

export const calls: readonly Call[] = [
  {
    method: 'POST',
    path: /^\/pos\/activation$/,
    signed: false,
    answer: (input) =>
      respond(activationAnswerSchema, readJson(input, activationRequestSchema), input.ledger.activation.activate),
  },
  {
    method: 'GET',
    path: /^\/pos\/terminal$/,
    signed: true,
    answer: ({ ledger, shownMs }) =>
      answerReply(terminalAnswerSchema, {
        ...ledger.activation.info(),
        serverTime: new Date(shownMs).toISOString(),
      }),
  },
  {
    method: 'GET',
    path: /^\/pos\/counters$/,
    signed: true,
    answer: ({ ledger }) => answerReply(countersSchema, ledger.counters()),
  },
  {
    method: 'POST',
    path: /^\/pos\/payment\/offline$/,
    signed: true,
    answer: (input) => respond(paymentSchema, readJson(input, offlineRequestSchema), input.ledger.payOffline),
  },
  {
    method: 'POST',
    path: /^\/pos\/payment\/online$/,
    signed: true,
    answer: (input) => respond(paymentSchema, readJson(input, onlineRequestSchema), input.ledger.payOnline),
  },
  {
    method: 'GET',
    path: /^\/pos\/payment\/(\d{1,15})$/,
    signed: true,
    answer: (input) =>
      respond(paymentSchema, readQuery(input, paymentQuerySchema), ({ saleId }) =>
        input.ledger.find(input.number, saleId),
      ),
    holdMs: (input) => {
      const query = readQuery(input, paymentQuerySchema);
      if (!query.ok) return 0;
      const found = input.ledger.find(input.number, query.value.saleId);
      return found.ok && found.value.status === 'pending' ? (query.value.wait ?? 0) * 1_000 : 0;
    },
  },
  {
    method: 'POST',
    path: /^\/pos\/payment\/(\d{1,15})\/cancel$/,
    signed: true,
    answer: (input) =>
      respond(paymentSchema, readJson(input, cancelRequestSchema), (request) =>
        input.ledger.cancel(input.number, request),
      ),
  },
  {
    method: 'POST',
    path: /^\/pos\/refund$/,
    signed: true,
    answer: (input) => respond(paymentSchema, readJson(input, refundRequestSchema), input.ledger.refund),
  },
  {
    method: 'GET',
    path: /^\/pos\/shift\/(\d{1,15})$/,
    signed: true,
    answer: ({ ledger, number }) => respond(shiftReportSchema, ok(number), ledger.shift),
  },
  {
    method: 'GET',
    path: /^\/pos\/report$/,
    signed: true,
    answer: (input) => respond(shiftReportSchema, readQuery(input, rangeQuerySchema), input.ledger.report),
  },
  {
    method: 'GET',
    path: /^\/pos\/shift\/(\d{1,15})\/transactions$/,
    signed: true,
    answer: (input) =>
      respond(transactionsPageSchema, readQuery(input, pageQuerySchema), (page) =>
        input.ledger.shiftTransactions(input.number, page),
      ),
  },
  {
    method: 'GET',
    path: /^\/pos\/report\/transactions$/,
    signed: true,
    answer: (input) =>
      respond(transactionsPageSchema, readQuery(input, listQuerySchema), (query) =>
        input.ledger.reportTransactions(query, query),
      ),
  },
  {
    method: 'POST',
    path: /^\/pos\/shift\/close$/,
    signed: true,
    answer: (input) =>
      respond(closeShiftAnswerSchema, readJson(input, closeShiftRequestSchema), input.ledger.closeShift),
  },
];

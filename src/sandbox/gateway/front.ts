/** The way of one request through the gateway: body, fault, signature, call, held answer, fault again, answer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { assert } from '../../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { refusal } from '../ledger/refusal.ts';
import { authenticate } from './authenticate.ts';
import { type Call, type CallInput, calls } from './calls.ts';
import { type FaultPlan, portalClockShiftMs, slowMs } from './faults.ts';
import type { RateLimit } from './rate-limit.ts';
import { portalReply, problemReply, type Reply, serverErrorReply } from './reply.ts';
import type { WaitingRoom } from './waiting-room.ts';

/** The largest request of the contract, a close with its totals or a 512-byte code, is far below. */
const maxBodyBytes = 65_536;

export interface FrontParts {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
  /** The fault of this moment: it may change while a request is under way. */
  readonly plan: () => FaultPlan;
  readonly waitingRoom: WaitingRoom;
  readonly rateLimit: RateLimit;
  /** `localhost:PORT`, and the other names that are ours. */
  readonly authorities: () => readonly string[];
  /** Something may be pending now that was not. */
  readonly processed: () => void;
}

export type Front = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const lost = 'lost';

export const createFront = (parts: FrontParts): Front => {
  const { ledger, now, plan, waitingRoom } = parts;
  const shownMs = () => now() + plan().clockShiftMs;

  /** What the fault of this moment makes of a whole request, or null: it gets through. */
  const intercept = (call: Call | null): Reply | typeof lost | null => {
    switch (plan().before) {
      case 'process':
        return null;
      case 'destroy':
        return lost;
      case 'unavailable':
        return serverErrorReply(503);
      case 'portal':
        return { ...portalReply(), headers: { ...portalReply().headers, Date: httpDate(now() + portalClockShiftMs) } };
      case 'refuse-signature':
        return call?.signed === true
          ? problemReply(refusal('signature-invalid', 'every signature is refused at present'))
          : null;
    }
  };

  const process = async (
    request: IncomingMessage,
    body: Buffer | null,
    gone: AbortSignal,
  ): Promise<Reply | typeof lost> => {
    const url = URL.parse(request.url ?? '/', 'https://gateway.invalid');
    const found = url === null ? null : findCall(request.method ?? '', url.pathname);
    const call = found?.call ?? null;
    const intercepted = intercept(call);
    if (intercepted !== null) return intercepted;
    if (body === null)
      return {
        ...problemReply(refusal('request-invalid', `the body is longer than ${maxBodyBytes} bytes`)),
        headers: { Connection: 'close' },
      };
    if (url === null || found === null || call === null)
      return problemReply(refusal('request-invalid', 'there is no such call'));

    const limited = parts.rateLimit.check(now());
    if (limited !== null) return problemReply(limited);
    if (call.signed) {
      const authority = request.headers.host ?? '';
      if (!parts.authorities().includes(authority))
        return problemReply(refusal('signature-invalid', 'the request is addressed to another authority'));
      const targetUri = `https://${authority}${request.url ?? ''}`;
      const signed = { method: request.method ?? '', targetUri, headers: request.headers, body };
      const refused = authenticate(ledger, signed, shownMs(), now());
      if (refused !== null) return problemReply(refused);
    }

    const input: CallInput = {
      ledger,
      number: found.number,
      query: url.searchParams,
      contentType: request.headers['content-type'] ?? '',
      body,
      shownMs: shownMs(),
    };
    if (call.holdMs !== undefined) {
      const interceptedHeld = await hold(call, call.holdMs, input, gone);
      if (interceptedHeld !== null) return interceptedHeld;
    }
    const reply = call.answer(input);
    parts.processed();
    return reply;
  };

  /** Holds the answer while the payment is pending; the fault of the moment reaches a held answer too. */
  const hold = async (
    call: Call,
    holdMs: NonNullable<Call['holdMs']>,
    input: CallInput,
    gone: AbortSignal,
  ): Promise<Reply | typeof lost | null> => {
    const startedMs = performance.now();
    while (!gone.aborted) {
      const leftMs = holdMs(input) - (performance.now() - startedMs);
      if (leftMs <= 0) return null;
      await waitingRoom.wait(input.number, leftMs, gone);
      if (gone.aborted) break;
      const intercepted = intercept(call);
      if (intercepted !== null) return intercepted;
    }
    return lost;
  };

  const send = async (response: ServerResponse, reply: Reply | typeof lost, gone: AbortSignal): Promise<void> => {
    const startedMs = performance.now();
    while (reply !== lost && plan().after === 'delay' && !gone.aborted) {
      const leftMs = slowMs - (performance.now() - startedMs);
      if (leftMs <= 0) break;
      await waitingRoom.wait(null, leftMs, gone);
    }
    if (gone.aborted) return;
    if (reply === lost || plan().after === 'destroy') {
      response.socket?.destroy();
      return;
    }
    response.writeHead(reply.status, {
      'Content-Type': reply.contentType,
      'Content-Length': Buffer.byteLength(reply.body),
      Date: httpDate(shownMs()),
      ...reply.headers,
    });
    response.end(reply.body);
  };

  return async (request, response) => {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const startedMs = performance.now();
    let reply: Reply | typeof lost;
    try {
      const body = await readBody(request);
      if (body === 'gone') return;
      reply = await process(request, body === 'too-large' ? null : body, gone.signal);
    } catch (error) {
      parts.log('gateway.bug', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      reply = serverErrorReply(500);
    }
    await send(response, reply, gone.signal);
    parts.log('gateway.request', {
      method: request.method,
      path: (request.url ?? '').split('?')[0]?.slice(0, 200),
      status: reply === lost || gone.signal.aborted ? null : reply.status,
      ms: Math.round(performance.now() - startedMs),
    });
  };
};

const httpDate = (ms: number): string => new Date(ms).toUTCString();

const findCall = (method: string, pathname: string): { readonly call: Call; readonly number: number } | null => {
  for (const call of calls) {
    if (call.method !== method) continue;
    const match = call.path.exec(pathname);
    if (match === null) continue;
    const number = Number(match[1] ?? 0);
    assert(Number.isSafeInteger(number), 'a path holds at most 15 digits');
    return { call, number };
  }
  return null;
};

const readBody = async (request: IncomingMessage): Promise<Buffer | 'too-large' | 'gone'> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return 'too-large';
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBodyBytes) return 'too-large';
      chunks.push(chunk);
    }
  } catch {
    // The client went away, or took longer than requestTimeout: there is nobody to answer.
    return 'gone';
  }
  return Buffer.concat(chunks);
};

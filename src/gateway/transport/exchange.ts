/**
 * One HTTP request over a pool, and the exact knowledge whether a byte of it may have left the box.
 *
 * undici calls `onRequestStart` once it has a live connection and before it writes the first byte of the request, in
 * the same turn: what fails before it (name, connection, TLS, waiting for a free connection, giving up meanwhile) has
 * sent nothing; whatever happens from then on may have sent something, also where the socket turns out to be dead.
 */
import type { Dispatcher } from 'undici';
import { maxAnswerBytes } from '../contract.ts';

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Times are the monotonic clock's. */
export interface Answer {
  readonly status: number;
  /** Names in lower case; a header that came twice is an array. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
  readonly sentAtMs: number;
  readonly answeredAtMs: number;
}

export type ExchangeFailure =
  | { readonly reason: 'connection'; readonly error: Error }
  | { readonly reason: 'timeout' }
  | { readonly reason: 'givenUp' }
  | { readonly reason: 'tooLarge' };

export type Exchange =
  | { readonly ok: true; readonly answer: Answer }
  /** `left`: bytes of the request may have left the box. */
  | { readonly ok: false; readonly left: boolean; readonly failure: ExchangeFailure };

export interface ExchangeLimits {
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Never rejects, and settles within the time-out. */
export const exchange = (
  dispatcher: Dispatcher,
  request: ExchangeRequest,
  { timeoutMs, signal }: ExchangeLimits,
  monotonicClock: () => number,
): Promise<Exchange> => {
  if (signal?.aborted) return Promise.resolve({ ok: false, left: false, failure: { reason: 'givenUp' } });

  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | null = null;
    let settled = false;
    let sentAtMs = 0;
    let answeredAtMs = 0;
    let status = 0;
    let headers: Answer['headers'] = {};
    let receivedBytes = 0;
    const chunks: Buffer[] = [];

    const end = (): boolean => {
      if (settled) return false;
      settled = true;
      clearTimeout(deadline);
      signal?.removeEventListener('abort', giveUp);
      return true;
    };
    const settle = (result: Exchange): void => {
      if (end()) resolve(result);
    };
    /** undici frees the connection a turn after the answer; a next call made sooner would open another, cold one. */
    const settleWithFreeConnection = (result: Exchange): void => {
      if (end()) queueMicrotask(() => setImmediate(resolve, result));
    };
    const fail = (failure: ExchangeFailure): void => {
      settle({ ok: false, left: controller !== null, failure });
      controller?.abort(new Error(failure.reason)); // closes the connection: the rest of an answer must not follow on it
    };
    const giveUp = () => fail({ reason: 'givenUp' });
    const deadline = setTimeout(() => fail({ reason: 'timeout' }), timeoutMs);
    signal?.addEventListener('abort', giveUp, { once: true });

    dispatcher.dispatch(
      { method: request.method, path: request.path, headers: { ...request.headers }, body: request.body },
      {
        onRequestStart(started) {
          // Given up while it waited for a connection, or undici about to send it a second time: neither may leave.
          if (settled || controller !== null) {
            started.abort(new Error('not to be sent'));
            return;
          }
          controller = started;
          sentAtMs = monotonicClock();
        },
        onResponseStart(_, statusCode, responseHeaders) {
          if (statusCode < 200) return;
          status = statusCode;
          headers = responseHeaders;
          answeredAtMs = monotonicClock();
        },
        onResponseData(_, chunk) {
          receivedBytes += chunk.length;
          if (receivedBytes > maxAnswerBytes) fail({ reason: 'tooLarge' });
          else chunks.push(chunk);
        },
        onResponseEnd() {
          const body = Buffer.concat(chunks);
          settleWithFreeConnection({ ok: true, answer: { status, headers, body, sentAtMs, answeredAtMs } });
        },
        onResponseError(_, error) {
          settle({ ok: false, left: controller !== null, failure: { reason: 'connection', error } });
        },
      },
    );
  });
};

/** The other end of the control socket: for `sendybox` and for the sandbox's supervisor. One connection a question. */
import { connect } from 'node:net';
import { type ErrorReason, type FieldError, failed, fieldError, ok, type Result, reasonedError } from '../errors.ts';
import type { Screen } from '../panel/screen.ts';
import type { ControlMethod, ControlParams, ControlResult } from './params.ts';
import { type ControlError, createLineCutter, messageSchema } from './wire.ts';

/** Why there is no result. */
export interface ControlFailure {
  readonly error: ControlError;
  /**
   * refused: the box answered with the error. absent: nobody listens on the socket. denied: the socket may not be
   * opened. silent: the box took the request, and then there was no answer: what it does is not known.
   */
  readonly reason: 'refused' | 'absent' | 'denied' | 'silent';
}

export interface RequestOptions {
  /** Null: as long as the box is there. */
  readonly timeoutMs?: number | null;
  /** Stops the waiting; what the box was asked for goes on there. */
  readonly signal?: AbortSignal;
}

export interface ControlClient {
  /** Never rejects. CTL-04 where the box gave no answer. */
  request<M extends ControlMethod>(
    method: M,
    params: ControlParams<M>,
    options?: RequestOptions,
  ): Promise<Result<ControlResult<M>, ControlFailure>>;
  /** Every screen from now on. `onEnd` comes once, null when it was ended by the function that is returned. */
  watch(onScreen: (screen: Screen) => void, onEnd: (error: FieldError | null) => void): () => void;
}

const defaultTimeoutMs = 10_000;

/** The journal of a year in one answer; anything larger is not the box. */
const maxAnswerBytes = 268_435_456;

export const createControlClient = (path: string): ControlClient => ({
  request: (method, params, options = {}) =>
    ask(path, { id: 1, method, ...(params === undefined ? {} : { params }) }, options),

  watch(onScreen, onEnd) {
    const socket = connect(path);
    const cutter = createLineCutter(maxAnswerBytes);
    let ended = false;
    const end = (error: FieldError | null): void => {
      socket.destroy();
      if (!ended) onEnd(error);
      ended = true;
    };
    socket.on('connect', () => socket.write(`${JSON.stringify({ id: 1, method: 'watch' })}\n`));
    socket.on('error', (error) => end(noAnswer(error.message)));
    socket.on('close', () => end(unanswered('connectionClosed')));
    socket.on('data', (chunk) => {
      for (const text of cutter.push(chunk) ?? ['']) {
        const message = parse(text);
        if (message === null) return end(unanswered('notABox'));
        if ('error' in message) return end(asError(message.error));
        if ('event' in message && message.event === 'screen') onScreen(message.data as Screen);
      }
    });
    return () => end(null);
  },
});

const noAnswer = (detail: string): FieldError => fieldError('CTL-04', detail);
const unanswered = (reason: ErrorReason): FieldError => reasonedError('CTL-04', reason);

const ask = <T>(
  path: string,
  request: unknown,
  { timeoutMs = defaultTimeoutMs, signal }: RequestOptions,
): Promise<Result<T, ControlFailure>> =>
  new Promise((resolve) => {
    const socket = connect(path);
    const cutter = createLineCutter(maxAnswerBytes);
    let connected = false;
    const finish = (result: Result<T, ControlFailure>): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(result);
    };
    const lose = (error: FieldError, errno?: string): void => {
      const reason = connected ? 'silent' : errno === 'EACCES' ? 'denied' : 'absent';
      finish(failed({ error, reason }));
    };
    const giveUp = (): void => lose(noAnswer('given up'));
    const timer = timeoutMs === null ? undefined : setTimeout(() => lose(unanswered('noAnswerInTime')), timeoutMs);
    signal?.addEventListener('abort', giveUp);

    socket.on('connect', () => {
      connected = true;
      socket.write(`${JSON.stringify(request)}\n`);
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      lose(noAnswer(`${path}: ${error.code ?? error.message}`), error.code),
    );
    socket.on('close', () => lose(unanswered('connectionClosed')));
    socket.on('data', (chunk) => {
      const text = (cutter.push(chunk) ?? [''])[0];
      if (text === undefined) return;
      const message = parse(text);
      if (message === null || 'event' in message) return lose(unanswered('notABox'));
      if ('error' in message) return finish(failed({ error: asError(message.error), reason: 'refused' }));
      finish(ok(message.result as T));
    });
  });

type Message = ReturnType<typeof messageSchema.parse>;

const parse = (text: string): Message | null => {
  try {
    return messageSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

/** zod's optional members may be undefined; after JSON they are absent. */
const asError = (error: Extract<Message, { error: unknown }>['error']): ControlError => error as ControlError;

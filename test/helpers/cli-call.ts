/** One call of `sendybox` in this process: a box that answers as the test wants, and what came out. */

import { runSendybox } from '../../src/cli/run.ts';
import type { Output, World } from '../../src/cli/world.ts';
import type { ControlClient, ControlFailure } from '../../src/control/control-client.ts';
import type { ControlHandlers } from '../../src/control/protocol.ts';
import { toControlError } from '../../src/control/wire.ts';
import { failed, fieldError, ok, type Result } from '../../src/errors.ts';
import { boxHandlers } from './control-box.ts';

export interface CliCall {
  readonly box?: Partial<ControlHandlers>;
  /** Every request ends so, in place of an answer of the box. */
  readonly failure?: ControlFailure['reason'];
  /** Only this method fails so. */
  readonly failingMethod?: string;
  readonly answers?: readonly (string | null)[];
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
  readonly terminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly interrupt?: boolean;
}

const silentBox = (reason: ControlFailure['reason']): Result<never, ControlFailure> =>
  failed({ error: fieldError('CTL-04'), reason });

export const sendybox = async (args: readonly string[], call: CliCall = {}) => {
  const handlers = boxHandlers(call.box);
  const questions: string[] = [];
  const requests: [string, unknown][] = [];
  const printed = { stdout: '', stderr: '' };
  const output = (name: keyof typeof printed, isTerminal: boolean): Output => ({
    isTerminal,
    failure: () => null,
    write(text) {
      printed[name] += text;
    },
  });

  const client: ControlClient = {
    async request(method, params, options) {
      requests.push([method, params]);
      if (call.failure !== undefined && (call.failingMethod ?? method) === method) return silentBox(call.failure);
      const handler = handlers[method] as (given: unknown) => Promise<never>;
      const givenUp = new Promise<Result<never, ControlFailure>>((resolve) =>
        options?.signal?.addEventListener('abort', () => resolve(silentBox('silent'))),
      );
      const answer = handler(params).then(ok, (thrown: unknown) =>
        failed({ error: toControlError(thrown), reason: 'refused' as const }),
      );
      return Promise.race([answer, givenUp]);
    },
    watch: () => () => {},
  };
  const world: World = {
    args,
    env: { SENDYBOX_SOCKET: '/nowhere/control.sock', LANG: 'en_GB.UTF-8', ...call.env },
    root: null,
    stdout: output('stdout', call.terminal ?? false),
    stderr: output('stderr', false),
    connect: () => client,
    ask: call.answers === undefined ? null : async (question) => call.answers?.[questions.push(question) - 1] ?? null,
    async readFile(path) {
      const content = call.files?.[path];
      if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
      return Buffer.from(content);
    },
    onInterrupt(listener) {
      if (call.interrupt === true) queueMicrotask(listener);
      return () => {};
    },
  };
  const status = await runSendybox(world);
  return {
    status,
    ...printed,
    questions,
    /** Without the question for the language. */
    requests: requests.filter(
      ([method, params]) => method !== 'settingsGet' || JSON.stringify(params) !== '{"key":"language"}',
    ),
    json: (): unknown => JSON.parse(printed.stdout),
  };
};

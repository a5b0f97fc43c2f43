/**
 * A commit of a sale that is tried until it is on disk: only then the machine goes on. The machine that uses it has the
 * actions `takeSale` and `blameStorage` and the delays `storageMs` and `storageRetryMs`.
 */
import { toFieldError } from '../src/errors.ts';
import type { OrderInput, RecordInput, Sale } from './ports.ts';

interface Written<Context, Source extends 'recordSale' | 'recordOrder', Tell extends string> {
  readonly id: string;
  readonly src: Source;
  readonly input: (args: { context: Context }) => Source extends 'recordSale' ? RecordInput : OrderInput;
  readonly target: string;
  /** A further action when it is on disk. */
  readonly tell?: Tell;
}

export const untilWritten = <Context, Source extends 'recordSale' | 'recordOrder', Tell extends string = never>({
  id,
  src,
  input,
  target,
  tell,
}: Written<Context, Source, Tell>) =>
  ({
    initial: 'writing',
    states: {
      writing: {
        invoke: {
          id,
          src,
          input,
          onDone: {
            target,
            actions: [
              { type: 'takeSale', params: ({ event }: { event: { output: Sale } }) => ({ sale: event.output }) },
              ...(tell === undefined ? [] : [tell]),
            ],
          },
          onError: {
            target: 'failed',
            actions: {
              type: 'blameStorage',
              params: ({ event }: { event: { error: unknown } }) => ({ error: toFieldError(event.error) }),
            },
          },
        },
        after: { storageMs: 'failed' },
      },
      failed: { after: { storageRetryMs: 'writing' } },
    },
  }) as const;

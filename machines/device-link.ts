/** Keeps one device open: opens it, waits a little longer after each failure, and says when it is there and when it is gone. */
import {
  type ActorOptions,
  type AnyActorLogic,
  assign,
  createActor,
  fromCallback,
  fromPromise,
  type InspectionEvent,
  setup,
} from 'xstate';
import { type FieldCode, type FieldError, fieldError, toFieldError } from '../src/errors.ts';
import { unprovided } from './unprovided.ts';

interface Context {
  /** Since the device last proved stable. */
  readonly failures: number;
  readonly lastError: FieldError | null;
  readonly timeoutError: FieldError;
}

export type DeviceLinkEvent =
  | { readonly type: 'device.lost'; readonly error: FieldError }
  | { readonly type: 'link.stopRequested' };

type ErrorParams = { readonly error: FieldError };

export const deviceLinkMachine = setup({
  types: {} as {
    context: Context;
    events: DeviceLinkEvent;
    input: { readonly timeoutError: FieldError };
  },
  actors: {
    openDevice: fromPromise<void>(unprovided),
    watchDevice: fromCallback<DeviceLinkEvent>(unprovided),
  },
  delays: {
    /** USB and serial devices open in well under a second; a TCP connect gives up after 3 s by itself; a hung driver never does. */
    openTimeoutMs: 4_000,
    /**
     * 0.5 s, 1 s, then every 1.5 s for ever: a device that is plugged in again is back within 2 s whenever that happens.
     * An attempt costs one `open` or one `connect` on the shop's own network, so there is nobody to spare by waiting
     * longer, and no herd that jitter would scatter.
     */
    retryMs: ({ context }) => Math.min(1_500, 250 * 2 ** context.failures),
    /** One that opens and falls away at once (a loose plug, a device that resets itself) must not be retried at full speed. */
    stableMs: 5_000,
  },
  actions: {
    countFailure: assign(({ context }, { error }: ErrorParams) => ({
      failures: context.failures + 1,
      lastError: error,
    })),
    forgetFailures: assign({ failures: 0 }),
    forgetError: assign({ lastError: null }),
    tellOpen: () => undefined,
    tellLost: (_, _params: ErrorParams) => undefined,
    logUnexpected: () => undefined,
  },
}).createMachine({
  id: 'deviceLink',
  context: ({ input }) => ({ failures: 0, lastError: null, timeoutError: input.timeoutError }),
  on: { '*': { actions: 'logUnexpected' }, 'link.stopRequested': '.closed' },
  initial: 'opening',
  states: {
    opening: {
      invoke: {
        id: 'openDevice',
        src: 'openDevice',
        onDone: 'ready',
        onError: {
          target: 'waiting',
          actions: [
            { type: 'countFailure', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            { type: 'tellLost', params: ({ event }) => ({ error: toFieldError(event.error) }) },
          ],
        },
      },
      after: {
        openTimeoutMs: {
          target: 'waiting',
          actions: [
            { type: 'countFailure', params: ({ context }) => ({ error: context.timeoutError }) },
            { type: 'tellLost', params: ({ context }) => ({ error: context.timeoutError }) },
          ],
        },
      },
    },
    ready: {
      entry: ['forgetError', 'tellOpen'],
      // No deadline: it watches for as long as the device is there.
      invoke: {
        id: 'watchDevice',
        src: 'watchDevice',
        onError: {
          target: 'waiting',
          actions: [
            { type: 'countFailure', params: ({ event }) => ({ error: toFieldError(event.error) }) },
            { type: 'tellLost', params: ({ event }) => ({ error: toFieldError(event.error) }) },
          ],
        },
      },
      on: {
        'device.lost': {
          target: 'waiting',
          actions: [
            { type: 'countFailure', params: ({ event }) => ({ error: event.error }) },
            { type: 'tellLost', params: ({ event }) => ({ error: event.error }) },
          ],
        },
      },
      after: { stableMs: { actions: 'forgetFailures' } },
    },
    waiting: { after: { retryMs: 'opening' } },
    closed: { type: 'final' },
  },
});

/** What both kinds of channel have in common. */
export interface Closable {
  onClose(listener: (error: Error | null) => void): void;
  close(): Promise<void>;
}

export type DeviceLinkState = 'opening' | 'ready' | 'waiting' | 'closed';

export interface DeviceLink {
  state(): DeviceLinkState;
  /** Closes the device and opens it no more; resolves when it is closed. */
  stop(): Promise<void>;
}

export interface DeviceLinkOptions<Channel extends Closable> {
  readonly name: 'printer' | 'scanner' | 'keypad' | 'display';
  /** Rejects with FieldFailure when the device is not there. One that resolves after its signal aborted is closed again. */
  readonly open: (signal: AbortSignal) => Promise<Channel>;
  readonly onOpen: (channel: Channel) => void;
  /** It is gone, or could not be opened; told for every attempt. */
  readonly onLost: (error: FieldError) => void;
  readonly clock: NonNullable<ActorOptions<AnyActorLogic>['clock']>;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
  /** Sees what the machine does; for a simulation that counts the transitions taken. */
  readonly watch?: ((inspection: InspectionEvent) => void) | undefined;
}

const missingCode: Readonly<Record<DeviceLinkOptions<Closable>['name'], FieldCode>> = {
  printer: 'PRN-01',
  scanner: 'SCN-01',
  keypad: 'KEY-01',
  display: 'DSP-01',
};

/** Starts at once. The channel's `onClose` belongs to the link, all else of it to the device's driver. */
export const keepDeviceOpen = <Channel extends Closable>(options: DeviceLinkOptions<Channel>): DeviceLink => {
  const { name, open, onOpen, onLost, clock, log } = options;
  const missing = (detail: string): FieldError => fieldError(missingCode[name], detail);
  let channel: Channel | null = null;
  let closing: Promise<void> = Promise.resolve();
  let told: string | undefined;

  const close = (unwanted: Channel): Promise<void> =>
    unwanted
      .close()
      .catch((thrown: unknown) => log('deviceLink.closeFailed', { device: name, ...toFieldError(thrown) }));

  const machine = deviceLinkMachine.provide({
    actors: {
      openDevice: fromPromise<void>(async ({ signal }) => {
        const opened = await open(signal);
        if (signal.aborted) return close(opened);
        channel = opened;
      }),
      watchDevice: fromCallback<DeviceLinkEvent>(({ sendBack }) => {
        const watched = channel;
        if (watched === null) throw new Error('broken invariant: ready without a channel');
        watched.onClose((error) =>
          sendBack({ type: 'device.lost', error: missing(error?.message ?? 'closed by the driver') }),
        );
        return () => {
          channel = null;
          closing = close(watched);
        };
      }),
    },
    actions: {
      tellOpen: () => {
        told = undefined;
        log('deviceLink.opened', { device: name });
        if (channel !== null) onOpen(channel);
      },
      tellLost: (_, { error }) => {
        // A missing device is tried for ever, and the log need not hear of each time.
        if (error.detail !== told) log('deviceLink.lost', { device: name, ...error });
        told = error.detail;
        onLost(error);
      },
      logUnexpected: ({ event }) => log('deviceLink.unexpectedEvent', { device: name, event: event.type }),
    },
  });
  const actor = createActor(machine, {
    clock,
    ...(options.watch === undefined ? {} : { inspect: options.watch }),
    input: { timeoutError: missing('does not open in time') },
  });
  actor.start();

  return {
    state: () => actor.getSnapshot().value,
    async stop() {
      if (actor.getSnapshot().status === 'active') actor.send({ type: 'link.stopRequested' });
      await closing;
    },
  };
};

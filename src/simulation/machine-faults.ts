/**
 * Bugs inside the box itself: a machine that falls over in the middle of a step, an event that nobody should have sent, an
 * alarm that never rings. The shipped machines promise none of them; the money must be right all the same.
 */
import type { ActorRefLike, AnyMachineSnapshot, InspectionEvent } from 'xstate';
import { injected } from './breakage.ts';
import type { Random } from './random.ts';

/** Whichever falls takes the box machine with it, and that the process. */
export const toppling = [
  'activation',
  'sale',
  'offlinePayment',
  'onlinePayment',
  'submission',
  'confirmation',
  'menu',
  'refund',
  'inquiry',
  'reprint',
  'service',
  'information',
  'obligation',
  'refundObligation',
  'printing',
  'box',
] as const;

/** Of the machines' own words, as a part with a bug might send them: to a machine that has no use for them now. */
const strays = [
  { type: 'stray' },
  { type: 'cancel.requested' },
  { type: 'code.scanned', code: '7712345678901234' },
  { type: 'printer.ready' },
  { type: 'obligation.judged', sale: null },
  { type: 'job.shown', result: null },
  {
    type: 'pay.requested',
    request: { amountMinor: 0, method: null, paymentSystem: null, code: null, ref: null, requestId: null },
  },
  { type: 'job.requested', request: { kind: 'refund', transactionNumber: 1, amountMinor: null, requestId: -1 } },
] as const;

export interface MachineFaults {
  /** The next step of this machine throws; null: none. */
  topples: string | null;
  /** Alarms that are set for less than this never ring, milliseconds. */
  losesBelowMs: number;
  /** Since the last start an alarm was lost: what waits for it waits until the next one. */
  hasLost: boolean;
  /** Throws where a machine is to fall: XState takes it for a bug of the machine that is in the middle of its step. */
  watch(inspection: InspectionEvent): void;
  loses(delayMs: number): boolean;
  /** Sends something to one of them that it has no use for. Returns what, or null: all of them would take it. */
  stray(machines: readonly ActorRefLike[], random: Random): string | null;
}

export const createMachineFaults = (onFault: (kind: string) => void): MachineFaults => ({
  topples: null,
  losesBelowMs: 0,
  hasLost: false,
  watch(inspection) {
    if (this.topples === null || inspection.type !== '@xstate.microstep') return;
    const [definition] = inspection._transitions;
    if (definition?.source.machine.id !== this.topples) return;
    this.topples = null;
    onFault('machines.topples');
    throw new Error(injected);
  },
  loses(delayMs) {
    if (delayMs >= this.losesBelowMs) return false;
    this.hasLost = true;
    onFault('machines.lostAlarm');
    return true;
  },
  stray(machines, random) {
    if (machines.length === 0) return null;
    const actor = random.pick(machines);
    const event = random.pick(strays);
    const snapshot = actor.getSnapshot() as AnyMachineSnapshot;
    if (snapshot.status !== 'active' || (event.type !== 'stray' && snapshot.can(event))) return null;
    onFault('machines.stray');
    actor.send(event);
    return `${event.type} to ${snapshot.machine.id}`;
  },
});

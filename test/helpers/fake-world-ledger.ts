/**
 * A gateway that keeps the contract with a ledger of its own, behind a network that loses, delays and refuses. Money is
 * what it says in the end: `isTaken`.
 */
import type { Intent, Payment } from '../../src/payment/types.ts';
import type { GatewayCall } from './fake-world-gateway.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** What the network does to a call. `late`: it arrives 20 s after the box was told that there is no answer. */
export const fates = ['ok', 'lostRequest', 'lostAnswer', 'late', 'hang', 'notSent', 'busy'] as const;
export type Fate = (typeof fates)[number];

interface Entry {
  status: Payment['status'];
  readonly saleId: string;
  readonly expiresAtMs: number;
}

const lateMs = 20_000;
const heldMs = 25_000;

export class Ledger {
  fate: Fate = 'ok';
  readonly #entries = new Map<number, Entry>();
  readonly #time: SimulatedTime;
  #held: { readonly number: number; readonly release: () => void }[] = [];

  constructor(time: SimulatedTime) {
    this.#time = time;
  }

  /** The customer's money for this number is gone. */
  isTaken(number: number): boolean {
    return this.#entries.get(number)?.status === 'paid';
  }

  /** The customer confirms or rejects whatever waits for it. */
  decide(status: 'paid' | 'declined'): void {
    for (const number of this.#entries.keys()) {
      const entry = this.#present(number);
      if (entry?.status === 'pending') entry.status = status;
    }
    for (const { release } of this.#held.splice(0)) release();
  }

  take(call: GatewayCall): void {
    switch (this.fate) {
      case 'ok':
        this.#answer(call);
        return;
      case 'lostRequest':
        return void call.noAnswer('NET-07');
      case 'lostAnswer':
        this.#process(call);
        return void call.noAnswer('NET-08');
      case 'late':
        this.#time.setTimeout(() => this.#process(call), lateMs);
        return void call.noAnswer('NET-06');
      case 'hang':
        this.#process(call);
        return;
      case 'notSent':
        return void call.notSent();
      case 'busy':
        return void call.refused('too-many-requests', { retryAfterMs: 1_000 });
    }
  }

  #answer(call: GatewayCall): void {
    if (call.name === 'counters') {
      const lastTransactionNumber = Math.max(0, ...this.#entries.keys());
      return void call.answers({ lastTransactionNumber, shiftNumber: 1, open: [] });
    }
    const entry = this.#process(call);
    if (entry === null) return void call.refused('payment-not-found');
    if (call.name !== 'payment' || entry.status !== 'pending' || !call.asked.waitSeconds)
      return void call.says(entry.status);
    let isHeld = true;
    const release = (): void => {
      if (isHeld) void call.says(this.#present(call.number)?.status ?? 'pending');
      isHeld = false;
    };
    this.#held.push({ number: call.number, release });
    this.#time.setTimeout(release, heldMs);
  }

  /** What the call does to the ledger, and the entry afterwards; null: an unknown number. */
  #process({ name, number, asked: { intent, order } }: GatewayCall): Entry | null {
    const known = this.#present(number);
    if (name === 'payOffline' || name === 'payOnline') return known ?? this.#record(number, intent, 'pending');
    if (name !== 'cancel') return known;
    if (known === null) return this.#record(number, intent, 'cancelled');
    if (known.status === 'pending') known.status = 'cancelled';
    if (known.status === 'paid' && order?.ifPaid === 'refund') known.status = 'reversed';
    return known;
  }

  #record(number: number, intent: Intent | undefined, status: Payment['status']): Entry {
    const expiresAtMs = this.#time.now() + (intent?.expiresInSeconds ?? 0) * 1_000;
    const entry: Entry = { status, saleId: intent?.saleId ?? '', expiresAtMs };
    this.#entries.set(number, entry);
    return entry;
  }

  #present(number: number): Entry | null {
    const entry = this.#entries.get(number);
    if (entry === undefined) return null;
    if (entry.status === 'pending' && this.#time.now() >= entry.expiresAtMs) entry.status = 'expired';
    return entry;
  }
}

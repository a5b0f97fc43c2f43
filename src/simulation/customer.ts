/** The customers: each has a phone with a wallet, and a mind of their own. */
import type { Ledger } from '../sandbox/ledger/ledger.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface CustomersOptions {
  readonly time: VirtualTime;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly waitTimeoutMs: number;
  /** 0: everybody is quick and nearly everybody pays. */
  readonly contrary: number;
  readonly say: (line: string) => void;
  readonly onFault: (kind: string) => void;
}

export interface Customers {
  /** The wallet asks its owner: a payment with this number waits for a confirmation. */
  asked(transactionNumber: number): void;
  /** A code to pay with lies on the counter. */
  shown(qr: string): void;
  /** What the next customer holds before the scanner. */
  code(): string;
}

type Behaviour = 'confirms' | 'rejects' | 'declined' | 'ignores' | 'atTheLastMoment' | 'afterwards';

const declineCodes = ['insufficient-funds', 'code-expired', 'limit-exceeded', 'suspected-fraud', 'other'] as const;

export const createCustomers = (options: CustomersOptions): Customers => {
  const { time, ledger, random, waitTimeoutMs, contrary, say, onFault } = options;

  const behaviour = (): Behaviour =>
    random.weighed<Behaviour>([
      [20, 'confirms'],
      [1, 'rejects'],
      [1, 'declined'],
      [4 * contrary, 'ignores'],
      [8 * contrary, 'atTheLastMoment'],
      [3 * contrary, 'afterwards'],
    ]);

  const hesitationMs = (how: Behaviour): number => {
    switch (how) {
      case 'atTheLastMoment':
        return Math.max(0, waitTimeoutMs + random.whole(-3_000, 3_000));
      case 'afterwards':
        return waitTimeoutMs + random.whole(3_000, 60_000);
      default:
        return random.span(800, 12_000);
    }
  };

  /** What a wallet that is asked does in the end; a payment that has ended meanwhile refuses it. */
  const decide = (what: string, act: (action: string) => { readonly ok: boolean }): void => {
    const how = behaviour();
    if (how === 'ignores' || how === 'atTheLastMoment' || how === 'afterwards') onFault(`customer.${how}`);
    if (how === 'ignores') return;
    const action =
      how === 'rejects' ? 'reject' : how === 'declined' ? `decline:${random.pick(declineCodes)}` : 'confirm';
    time.after(hesitationMs(how), () => say(`customer ${action} ${what} ${act(action).ok ? 'done' : 'refused'}`));
  };

  return {
    asked: (number) => decide(String(number), (action) => ledger.customer(action, undefined, number)),
    shown: (qr) => {
      const row = ledger.counters().open.find((payment) => payment.qr === qr);
      decide(String(row?.transactionNumber ?? 'of an ended payment'), (action) => ledger.customer(action, qr));
    },
    code: () =>
      random.weighed<() => string>([
        [10, () => `77${random.whole(10_000_000_000_000, 99_999_999_999_999)}`],
        [3, () => `13${random.whole(1_000_000_000_000_000, 9_000_000_000_000_000)}`],
        [3, () => `28${random.whole(10_000_000_000_000, 99_999_999_999_999)}`],
      ])(),
  };
};

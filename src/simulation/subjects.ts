/** Seeds that are about one thing: what is rare among everything that can go wrong comes again and again in them. */
import type { FateKind, Weather } from './fates.ts';
import type { TroubleKind } from './plan.ts';

export interface Subject {
  readonly name: string;
  readonly trouble: Readonly<Partial<Record<TroubleKind, number>>>;
  /** In place of any other weather. */
  readonly weathers?: readonly Weather[];
  /** At such steps the power goes, one time in six. */
  readonly cutsAt?: RegExp;
  /** Of a hundred sales so many are followed by a job of the menu. */
  readonly jobs?: number;
  readonly mode?: 'online' | 'offline';
}

const weather = (at: Weather['at'], kinds: readonly FateKind[], faults = 100): Weather => ({
  faults,
  kinds,
  latencyMs: 60,
  at,
});

export const subjects: readonly Subject[] = [
  {
    name: 'lost answers at the payment request',
    trouble: { network: 1, people: 0.3 },
    weathers: [
      weather('requests', ['answerLost']),
      weather('requests', ['deliveredTwice']),
      weather('requests', ['errorAfter']),
    ],
  },
  {
    name: 'spoilt answers',
    trouble: { network: 1, people: 0.5 },
    weathers: [
      weather('everything', ['contradictory'], 60),
      weather('requests', ['contradictory']),
      weather('questions', ['denied', 'contradictory', 'malformed'], 70),
      weather('cancels', ['contradictory', 'malformed'], 70),
    ],
  },
  {
    name: 'closed shifts and late money',
    trouble: { network: 1, operator: 1, people: 1 },
    weathers: [
      weather('cancels', ['requestLost', 'answerLost', 'refused']),
      weather('refunds', ['answerLost', 'errorAfter'], 70),
      weather('questions', ['requestLost', 'denied'], 90),
    ],
  },
  {
    name: 'wallets that give nothing back at once',
    trouble: { operator: 1, people: 1, network: 0.5 },
    weathers: [weather('cancels', ['answerLost', 'answerLate'], 60)],
    jobs: 40,
  },
  {
    name: 'recovery finds payments paid',
    trouble: { power: 0.6, people: 0.3 },
    cutsAt: /^(?:answered POST payment|journal recordSale|ledger)/,
  },
  {
    name: 'refunds without an answer',
    trouble: { network: 1, power: 0.3, people: 0.2 },
    weathers: [
      weather('refunds', ['answerLost', 'errorAfter', 'frontRefuses']),
      weather('refunds', ['frontRefuses'], 50),
    ],
    cutsAt: /POST refund$/,
    jobs: 60,
  },
  { name: 'a printer that fails at the code', trouble: { printer: 1 }, mode: 'online' },
  { name: 'another box at the terminal', trouble: { rival: 1, power: 0.3 } },
  {
    name: 'no battery clock',
    trouble: { clock: 1, power: 1, network: 0.6, printer: 0.5 },
    weathers: [weather('everything', ['refused'])],
  },
  {
    name: 'cancels too late',
    trouble: { network: 1, operator: 0.8, people: 1 },
    weathers: [weather('cancels', ['requestLost', 'refused', 'errorBefore']), weather('questions', ['requestLost'])],
  },
];

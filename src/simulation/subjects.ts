/** Seeds that are about one thing: what is rare among everything that can go wrong comes again and again in them. */
import type { Break } from './breakage.ts';
import type { FateKind, Weather } from './fates.ts';
import type { TroubleKind } from './plan.ts';

export interface Subject {
  readonly name: string;
  readonly trouble: Readonly<Partial<Record<TroubleKind, number>>>;
  /** In place of any other weather. */
  readonly weathers?: readonly Weather[];
  /** At such steps the power goes, one time in six. */
  readonly cutsAt?: RegExp;
  /** After such steps the disk fails for a while, one time in six. */
  readonly diskFailsAt?: RegExp;
  /** One in four of these calls of a port breaks. */
  readonly breaksAt?: RegExp;
  /** In one of these ways; else in any. */
  readonly breaksAs?: readonly Break[];
  /** Hours of the same weather. */
  readonly longWeather?: boolean;
  readonly startsInactive?: boolean;
  /** Of a hundred sales so many are followed by a job of the menu. */
  readonly jobs?: number;
  readonly mode?: 'online' | 'offline';
  /** Most of the time wallets give nothing back at once, and shifts are closed over money that has just been taken. */
  readonly holdsBack?: true;
  /** The cashier sells the same again and again, gives up within seconds, and waits for no refund. */
  readonly hurried?: true;
  /** Somebody is at this entry of the menu again and again. */
  readonly visits?: 'service' | 'information';
  /** Of a dozen jobs so many are a day close. */
  readonly closes?: number;
  /** Of what is asked for from outside so much is an activation, to three cancels and four jobs. */
  readonly activations?: number;
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
    // Taken while nobody could ask, so that the sale is NOT PAID; then owed for minutes, by a reversal or by a refund.
    name: 'money that comes back slowly',
    trouble: { network: 1, operator: 1 },
    weathers: [weather('questions', ['requestLost'])],
    holdsBack: true,
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
  {
    // Processed, and nobody has written that down; after the start the first word about it is a refusal.
    name: 'refunds cut off and then refused',
    trouble: { network: 1, power: 0.2 },
    weathers: [weather('refunds', ['frontRefuses'], 50)],
    cutsAt: /^(?:answered POST refund$|journal recordSale \d+ refunded)/,
    jobs: 100,
  },
  {
    name: 'day closes without an answer',
    trouble: { network: 1, power: 0.3, operator: 0.5, people: 0.6, printer: 0.3, rival: 0.3 },
    weathers: [
      weather('closes', ['answerLost', 'errorAfter', 'requestLost', 'answerLate', 'requestLate', 'deliveredTwice'], 70),
      weather('followUps', ['requestLost'], 60),
      weather('everything', ['refused', 'answerLost', 'malformed'], 30),
    ],
    cutsAt: /POST shift\/close$|^journal (?:beginClose|concludeClose|abandonClose)/,
    jobs: 40,
    closes: 20,
  },
  {
    name: 'day closes while everything breaks off',
    trouble: { ports: 0.3, machines: 0.5, storage: 0.3, network: 0.6, operator: 0.7, people: 0.4 },
    weathers: [
      weather('closes', ['answerLost', 'frontRefuses', 'tooMany', 'errorBefore'], 60),
      weather('shifts', ['contradictory'], 60),
    ],
    breaksAt: /^dayClose\./,
    jobs: 40,
    closes: 20,
  },
  {
    name: 'a gateway that tells wrong things of its shifts',
    trouble: { network: 1, people: 1, rival: 0.3 },
    weathers: [weather('shifts', ['contradictory'], 95), weather('shifts', ['contradictory', 'malformed'], 50)],
    jobs: 40,
    closes: 20,
  },
  { name: 'a printer that fails at the code', trouble: { printer: 1 }, mode: 'online' },
  { name: 'another box at the terminal', trouble: { rival: 1, power: 0.3 } },
  {
    // Its own attempt never counted, and nobody has told it so: after the power cut the number is somebody else's.
    name: 'another box took the number',
    trouble: { rival: 1, power: 0.5, network: 1, ports: 0.05, people: 0.3 },
    weathers: [weather('questions', ['denied'], 90)],
    cutsAt: /POST payment\/(?:online|offline)$/,
    breaksAt: /^journal\.recordSale/,
    breaksAs: ['hangs', 'throws'],
  },
  {
    name: 'late money on a worn card',
    trouble: { network: 1, operator: 1, ports: 0.05, people: 0.5 },
    weathers: [weather('questions', ['requestLost', 'denied'], 90), weather('cancels', ['requestLost', 'answerLost'])],
    // What ends without a verdict of its own: a refund, and a payment whose money a refund has given back.
    breaksAt: /^journal\.recordSale (?!.*verdict).*resolved/,
    breaksAs: ['hangs', 'throws', 'throwsAfterwards'],
    holdsBack: true,
  },
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
  {
    name: 'a new box',
    trouble: { network: 0.7, people: 1, ports: 0.3, machines: 0.5, rival: 0.8 },
    weathers: [weather('activation', ['answerLost', 'errorAfter', 'requestLost', 'malformed'], 60)],
    breaksAt: /^gateway\.activate/,
    startsInactive: true,
    activations: 20,
  },
  {
    name: 'a journal that breaks off',
    trouble: { ports: 0.3, network: 0.7, people: 1, operator: 0.8, power: 0.3 },
    weathers: [
      weather('requests', ['answerLost', 'requestLost'], 70),
      weather('cancels', ['requestLost', 'answerLost'], 60),
    ],
    breaksAt: /^journal\./,
    jobs: 40,
  },
  {
    name: 'a gateway client that breaks off, and what the box says of itself',
    trouble: { ports: 0.3, network: 0.4, people: 0.6, operator: 1, power: 0.3 },
    breaksAt: /^(?:gateway|information)/,
    jobs: 40,
  },
  {
    name: 'a disk that fails behind an answer',
    trouble: { storage: 0.3, network: 0.5, operator: 0.7, people: 0.4, rival: 0.8, ports: 0.05 },
    diskFailsAt: /^answered POST/,
    // Read anew when nothing can be written for minutes.
    breaksAt: /^journal\.sale$/,
    breaksAs: ['hangs'],
    jobs: 30,
  },
  {
    name: 'late money while everything breaks off',
    trouble: { ports: 0.3, network: 1, operator: 1, people: 1 },
    weathers: [
      weather('cancels', ['requestLost', 'answerLost', 'contradictory']),
      weather('questions', ['requestLost', 'denied'], 90),
    ],
    breaksAt: /^(?:journal\.(?:recordSale|refundsOf|beginRefund)|gateway\.(?:counters|payment|cancel))/,
    jobs: 30,
  },
  {
    name: 'a cashier who gives up',
    trouble: { network: 1, people: 1 },
    weathers: [weather('requests', ['tooMany', 'refused']), weather('everything', ['tooMany', 'refused'], 80)],
    jobs: 20,
  },
  {
    name: 'a cashier in a hurry, on a worn card',
    trouble: { ports: 0.05, network: 1, people: 0.3 },
    weathers: [weather('refunds', ['answerLate', 'answerLost'])],
    breaksAt: /^journal\.(?:beginSale|recordSale (?:answered,)?unanswered)/,
    breaksAs: ['hangs', 'slow'],
    hurried: true,
    jobs: 100,
  },
  { name: 'bugs of the machines', trouble: { machines: 1, people: 0.4, network: 0.3 }, jobs: 40 },
  { name: 'an engineer at work', trouble: { engineer: 1, devices: 0.5, people: 0.3 }, jobs: 30 },
  {
    name: 'an owner at the service menu',
    trouble: { ports: 0.2, machines: 1, power: 0.2, people: 0.3, rival: 0.5 },
    breaksAt: /^(?:service\.|gateway\.activate)/,
    jobs: 100,
    visits: 'service',
    activations: 3,
  },
  {
    name: 'an owner who reads what the box says of itself',
    trouble: { ports: 0.3, machines: 0.7, power: 0.2 },
    breaksAt: /^information\./,
    jobs: 100,
    visits: 'information',
  },
  {
    name: 'open ends pile up',
    trouble: { network: 1, rival: 1 },
    weathers: [weather('followUps', ['requestLost'])],
    longWeather: true,
    jobs: 40,
  },
];

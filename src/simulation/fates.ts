/** What becomes of one request between box and gateway: drawn from the weather of the moment. */
import type { Random } from './random.ts';

export const fateKinds = [
  'ok',
  /** The connection is refused: not a byte leaves. */
  'refused',
  'requestLost',
  'answerLost',
  /** Within the box's patience, or long after it. */
  'answerLate',
  'requestLate',
  /** A network that delivers the same bytes twice. */
  'deliveredTwice',
  /** About another number, sale or amount, or of a shift that is open and said to be closed. */
  'contradictory',
  'malformed',
  'errorBefore',
  'errorAfter',
  'captivePortal',
  'tooMany',
  /** A gateway that has mislaid for a moment what it knows. */
  'denied',
  /** What stands before the gateway does not know the terminal's key: nothing is processed. */
  'frontRefuses',
] as const;
export type FateKind = (typeof fateKinds)[number];

export interface Fate {
  readonly kind: FateKind;
  /** From the box to the gateway. */
  readonly thereMs: number;
  /** And back. */
  readonly backMs: number;
  /** Which of several ways to be wrong. */
  readonly variant: number;
}

/** `faults`: of a hundred requests so many meet one. */
export interface Weather {
  readonly faults: number;
  readonly kinds: readonly FateKind[];
  /** Round trip when nothing is wrong. */
  readonly latencyMs: number;
  /** Counters and lists get through: a sale begins, and then its own calls do not. */
  readonly sparesQuestions?: boolean;
  /** Only these calls meet it. */
  readonly at?: keyof typeof paths | undefined;
}

export const fairWeather: Weather = { faults: 0, kinds: ['ok'], latencyMs: 40 };

const weekMs = 7 * 86_400_000;

/** As often as each is met; contradictions are what no honest network makes, and must be survived all the same. */
const weights: Readonly<Record<FateKind, number>> = {
  ok: 0,
  refused: 4,
  requestLost: 4,
  answerLost: 6,
  answerLate: 4,
  requestLate: 3,
  deliveredTwice: 2,
  contradictory: 2,
  malformed: 2,
  errorBefore: 2,
  errorAfter: 3,
  captivePortal: 1,
  tooMany: 2,
  denied: 2,
  frontRefuses: 2,
};

const paths = {
  everything: /^/,
  requests: /^\/pos\/payment\/(?:online|offline)/,
  questions: /^\/pos\/payment\/\d+\?/,
  /** Whatever would end a payment. */
  followUps: /^\/pos\/payment\/\d+/,
  cancels: /^\/pos\/payment\/\d+\/cancel/,
  closes: /^\/pos\/shift\/close/,
  /** A shift as a whole and its list, as they are read before a close. */
  shifts: /^\/pos\/shift\/\d+/,
  refunds: /^\/pos\/refund/,
  activation: /^\/pos\/activation/,
} as const;

export const drawFate = (weather: Weather, path: string, random: Random): Fate => {
  const half = Math.max(1, Math.round(weather.latencyMs / 2));
  const thereMs = random.whole(1, half);
  const backMs = random.whole(1, half);
  const variant = random.whole(0, 11);
  const elsewhere = weather.at !== undefined && !paths[weather.at].test(path);
  const spared = elsewhere || (weather.sparesQuestions === true && !/^\/pos\/(?:payment|refund)/.test(path));
  if (spared || weather.faults === 0 || !random.chance(weather.faults / 100))
    return { kind: 'ok', thereMs, backMs, variant };
  const kind = random.weighed(weather.kinds.map((one) => [weights[one], one] as const));
  switch (kind) {
    case 'answerLate':
      return { kind, thereMs, backMs: random.span(1_000, weekMs), variant };
    case 'requestLate':
      return { kind, thereMs: random.span(1_000, weekMs), backMs, variant };
    default:
      return { kind, thereMs, backMs, variant };
  }
};

/** What a seed is about: which faults it has, how many, and what kind of shop it is. */
import { languages } from '../locale/language.ts';
import { type Settings, settingsSchema } from '../settings/schema.ts';
import { type Break, breaks } from './breakage.ts';
import { simulatedPin } from './cashier-service.ts';
import type { Weather } from './fates.ts';
import { createRandom, type Random } from './random.ts';
import { cheapHash } from './settings-desk.ts';
import { type Subject, subjects } from './subjects.ts';

/**
 * network: requests and answers. power: cuts. printer: paper, cover, cable. storage: the disk. clock: the box's own time.
 * operator: blocks, moods of the wallets, shifts closed elsewhere. people: keys, scans and customers at the wrong moment.
 * devices: scanner and keypad unplugged, drivers that hang. ports: calls that break outright. rival: a second box at the
 * same terminal. machines: bugs of the machines themselves. engineer: settings changed, the box restarted.
 */
export const troubleKinds = [
  'network',
  'power',
  'printer',
  'storage',
  'clock',
  'operator',
  'people',
  'devices',
  'ports',
  'rival',
  'machines',
  'engineer',
] as const;
export type TroubleKind = (typeof troubleKinds)[number];

export interface Plan {
  /** 0: none of it. 1: as much as can be borne. */
  readonly trouble: Readonly<Record<TroubleKind, number>>;
  readonly settings: Settings;
  readonly timeZone: string;
  /** The printer takes its time; without it a slip is out at once. */
  readonly slowPrinter: boolean;
  /** Every line of the log is looked through for secrets. */
  readonly readsTheLog: boolean;
  /** The box is new: somebody types its activation. */
  readonly startsInactive: boolean;
  /** Another box was activated for this terminal before. */
  readonly activeElsewhere: boolean;
  readonly mayRefund: boolean;
  /** The SD card is replaced once: by a new one, or by one with an old journal. */
  readonly card: 'new' | 'old' | null;
  /** Null: whatever comes. */
  readonly weathers: readonly Weather[] | null;
  /** Steps at which the power likes to go. */
  readonly cutsAt: RegExp | null;
  /** Steps at which the disk likes to fail. */
  readonly diskFailsAt: RegExp | null;
  /** Calls of ports that like to break. */
  readonly breaksAt: RegExp | null;
  readonly breaksAs: readonly Break[];
  /** The longest that a weather lasts. */
  readonly longWeather: boolean;
  /** Of a hundred sales so many are followed by a job of the menu. */
  readonly jobs: number;
  readonly holdsBack: boolean;
  readonly hurried: boolean;
  /** Most jobs are visits to this entry of the menu. */
  readonly visits: 'service' | 'information' | null;
  /** Of a dozen jobs so many are a day close. */
  readonly closes: number;
  /** How often the back office activates, whatever the box is. */
  readonly activations: number;
}

const serious = (random: Random): number => 0.2 + 0.8 * random.next();

const drawTrouble = (random: Random, subject: Subject | null): Plan['trouble'] => {
  const none = Object.fromEntries(troubleKinds.map((kind) => [kind, 0])) as Record<TroubleKind, number>;
  if (subject !== null) return { ...none, ...subject.trouble };
  const kind = random.weighed<'calm' | 'one' | 'all'>([
    [1, 'calm'],
    [4, 'one'],
    [5, 'all'],
  ]);
  if (kind === 'calm') return none;
  if (kind === 'one') return { ...none, [random.pick(troubleKinds)]: serious(random) };
  for (const one of troubleKinds) none[one] = random.chance(0.7) ? serious(random) : 0;
  return none;
};

const drawCard = (seed: number): Plan['card'] =>
  createRandom(seed, 'card').weighed([
    [94, null],
    [3, 'new'],
    [3, 'old'],
  ] as const);

export const drawPlan = (seed: number, serverUrl: string): Plan => {
  const random = createRandom(seed, 'plan');
  const subject = random.chance(0.5) ? random.pick(subjects) : null;
  const trouble = drawTrouble(random, subject);
  const startsInactive = random.chance(0.1) || subject?.startsInactive === true;
  const settings = settingsSchema.parse({
    serverUrl,
    language: random.pick(languages),
    slipWidth: random.pick([24, 32, 42, 48]),
    waitTimeoutSeconds: random.pick([15, 20, 30, 60, 90]),
    mode:
      subject?.mode ??
      random.weighed([
        [5, 'offline'],
        [2, 'online'],
        [3, 'ask'],
      ] as const),
    // It is set after activation, and some boxes never got one.
    servicePin: createRandom(seed, 'service').chance(startsInactive ? 0.3 : 0.9) ? cheapHash(simulatedPin) : null,
    paymentSystems: { sendy: true, wechat: random.chance(0.4), alipay: random.chance(0.4) },
    detailedDayClose: createRandom(seed, 'detail').chance(0.3),
    slipCopies: random.weighed([
      [6, 2],
      [3, 1],
      [1, 3],
    ] as const),
    devices: { printer: { driver: 'virtual' }, scanner: { driver: 'virtual' }, keypad: { driver: 'virtual' } },
  });
  const timeZone = random.pick(['Europe/Moscow', 'Asia/Kamchatka', 'Europe/London']);
  const slowPrinter = random.chance(0.15);
  return {
    trouble,
    settings,
    timeZone,
    slowPrinter,
    readsTheLog: random.chance(0.1),
    startsInactive,
    activeElsewhere: random.chance(0.4),
    mayRefund: random.chance(0.97),
    // What a slow printer has in its buffer comes out after the journal that knew of it has gone.
    card: slowPrinter ? null : drawCard(seed),
    weathers: subject?.weathers ?? null,
    cutsAt: subject?.cutsAt ?? null,
    diskFailsAt: subject?.diskFailsAt ?? null,
    breaksAt: subject?.breaksAt ?? null,
    breaksAs: subject?.breaksAs ?? breaks,
    longWeather: subject?.longWeather === true,
    jobs: subject?.jobs ?? 12,
    holdsBack: subject?.holdsBack ?? false,
    hurried: subject?.hurried ?? false,
    visits: subject?.visits ?? null,
    closes: subject?.closes ?? 0.5,
    activations: subject?.activations ?? (startsInactive ? 3 : 0),
  };
};

/** When a box is killed, and what a kill has hit: by the screen a moment before, and afterwards by the journal's history. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { Screen } from '../panel/screen.ts';
import type { CrashSandbox } from './crash-sandbox.ts';
import type { Random } from './random.ts';

export interface Kill {
  /** Wall time, milliseconds since 1970. */
  readonly atMs: number;
  /** The state on the screen; `starting` also covers the dark one. */
  readonly state: string;
  /** A sheet hung in the printer. */
  readonly isPrinting: boolean;
}

/** A box that has not begun a sale by then is killed as it is: the network may be down. */
const salePatienceMs = 4_000;
const firstStartMs = 1_500;

/** The customer's code or wallet is known: a number is being drawn, or is drawn. */
const isUnderWay = ({ state }: Screen): boolean => /^paying\..*(requesting|confirming|submitting)/.test(state);
const isAwake = ({ state }: Screen): boolean => state !== 'starting';

/**
 * A third while the box starts and recovers, almost half close behind one of the changes of a sale's screen, where the
 * commits and the requests are, the rest behind a result, while paper comes out, and at any time. What happens on the
 * screen is waited for, so that a busy machine kills later, and not somewhere else.
 */
export const createMoments = (sandbox: CrashSandbox, dice: Random): (() => Promise<Kill>) => {
  let startMs = firstStartMs;

  const afterSale = async (): Promise<void> => {
    await sandbox.until(isUnderWay, salePatienceMs);
    for (let left = dice.whole(0, 3); left > 0; left -= 1) await sandbox.nextScreen(200);
    await pause(dice.whole(0, 40));
  };

  const until = async (): Promise<void> => {
    const aim = dice.weighed([
      [2, 'start'],
      [2, 'recovery'],
      [5, 'sale'],
      [1, 'result'],
      [2, 'paper'],
      [1, 'anywhere'],
    ] as const);
    // How long a start takes depends on the machine: the last one says it.
    if (aim === 'start') return pause(dice.whole(0, startMs));
    const sinceMs = performance.now();
    await sandbox.until(isAwake, firstStartMs * 10);
    startMs = performance.now() - sinceMs;
    if (aim === 'recovery') {
      const asks = sandbox.screen()?.state === 'recovering' && dice.chance(0.3);
      return pause(dice.whole(0, asks ? 1_500 : 60));
    }
    if (aim === 'anywhere') return pause(dice.whole(0, 1_500));
    if (aim === 'sale') return afterSale();
    if (aim === 'paper') {
      await sandbox.nextPaper(salePatienceMs);
      return pause(dice.whole(0, 60));
    }
    await sandbox.until(({ state }) => state === 'showingResult', salePatienceMs);
    await pause(dice.whole(0, 200));
  };

  return async () => {
    await sandbox.powered();
    await until();
    const kill: Kill = {
      atMs: Date.now(),
      state: stateOf(sandbox.screen()),
      isPrinting: sandbox.paper().some(({ cut }) => !cut),
    };
    await sandbox.cut();
    return kill;
  };
};

const stateOf = (screen: Screen | null): string => {
  if (screen === null) return 'starting';
  return screen.state === 'recovering' && screen.keys.includes('ENTER') ? 'recovering, goods given?' : screen.state;
};

export interface Hits {
  /** Kills that left at least one transaction open, whatever was on the screen. */
  readonly open: number;
  /** Kills that left at least one slip or notice owed. */
  readonly owed: number;
  /** Kills that left one or the other, or cut into a sale on the screen. */
  readonly any: number;
  /** Open transactions over all kills: each was carried over once. */
  readonly carriedOver: number;
  /** How often the one that was killed most was. */
  readonly most: number;
}

/**
 * By the journal's own instants: a transaction is open from its intent to the last thing written that is not of paper, a
 * document owed from its commit to its last copy. The history names a copy by its document's id × 10 + copy.
 */
export const hitsOf = (journalFile: string, kills: readonly Kill[]): Hits => {
  const db = new DatabaseSync(journalFile, { readOnly: true });
  const spansOf = (query: string): readonly Span[] =>
    db
      .prepare(query)
      .all()
      .map(({ since, until }) => ({ sinceMs: Date.parse(String(since)), untilMs: Date.parse(String(until)) }));
  try {
    const open = spansOf(
      `SELECT min(at) AS since, max(at) AS until FROM event
       WHERE type NOT IN ('document.printed', 'slip.reprinted') GROUP BY scope_id, number`,
    );
    const owed = spansOf(
      `SELECT created_at AS since, max(at) AS until FROM document
       JOIN event ON type = 'document.printed' AND json_extract(event.data, '$.documentId') / 10 = document.id
       GROUP BY document.id`,
    );
    const hit = (kill: Kill, spans: readonly Span[]): number => spans.filter((span) => isWithin(kill, span)).length;
    return {
      open: kills.filter((kill) => hit(kill, open) > 0).length,
      owed: kills.filter((kill) => hit(kill, owed) > 0).length,
      any: kills.filter((kill) => kill.state.startsWith('paying') || hit(kill, open) + hit(kill, owed) > 0).length,
      carriedOver: kills.reduce((sum, kill) => sum + hit(kill, open), 0),
      most: Math.max(0, ...open.map((span) => kills.filter((kill) => isWithin(kill, span)).length)),
    };
  } finally {
    db.close();
  }
};

interface Span {
  readonly sinceMs: number;
  readonly untilMs: number;
}
const isWithin = ({ atMs }: Kill, { sinceMs, untilMs }: Span): boolean => sinceMs <= atMs && atMs < untilMs;

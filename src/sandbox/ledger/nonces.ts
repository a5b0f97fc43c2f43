/** The nonces of accepted signatures, for as long as their `created` could still be accepted. */
import type { DatabaseSync } from 'node:sqlite';

/** Twice the allowed difference of the clocks: a signature from the future stays acceptable that long. */
const rememberedMs = 2 * 300_000;
/** 833 signed requests a second for ten minutes; beyond that the oldest go first. */
const maxNonces = 500_000;
const pruneEvery = 1_000;

export interface Nonces {
  /** False if this one was seen before. */
  remember(nonce: string, nowMs: number): boolean;
}

export const openNonces = (db: DatabaseSync): Nonces => {
  const insert = db.prepare('INSERT OR IGNORE INTO nonces (nonce, seenMs) VALUES (?, ?)');
  const forgetOld = db.prepare('DELETE FROM nonces WHERE seenMs < ?');
  const forgetMost = db.prepare(
    'DELETE FROM nonces WHERE seenMs <= (SELECT seenMs FROM nonces ORDER BY seenMs DESC LIMIT 1 OFFSET ?)',
  );
  let sincePruned = 0;
  return {
    remember: (nonce, nowMs) => {
      sincePruned += 1;
      if (sincePruned >= pruneEvery) {
        sincePruned = 0;
        forgetOld.run(nowMs - rememberedMs);
        forgetMost.run(maxNonces);
      }
      return insert.run(nonce, nowMs).changes === 1;
    },
  };
};

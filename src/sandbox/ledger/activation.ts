/**
 * Activation and the terminal's keys. The merchant's account always holds one code that works: when a code is used or
 * voided, the next one is issued there, and the old one is void for ever.
 */
import type { ActivationRequest } from '../../gateway/contract.ts';
import type { TerminalInfo } from '../../payment/types.ts';
import type { Books } from './books.ts';
import { inTransaction } from './database.ts';
import { type Answer, answered, type Refusal, refusal } from './refusal.ts';

/** HMAC-SHA-256 wants a key as long as its output. */
const keyBytes = 32;
/** Keys that were replaced are remembered, so that their boxes are told so and not that their signature is wrong. */
const rememberedKeys = 64;
const rememberedAttempts = 1_000;

interface KeyRow {
  readonly id: number;
  readonly key: Uint8Array;
  readonly hardwareId: string;
  readonly activatedMs: number;
  readonly used: number;
  readonly void: number;
}

/** The contract's `200` of `pos/activation`; `terminalKey` is base64. */
export type GrantedTerminal = TerminalInfo & { readonly terminalKey: string };

export interface Activation {
  /** `POST pos/activation`. */
  activate(request: ActivationRequest): Answer<GrantedTerminal>;
  /** What the operator's service engineer does without a code; replaces whatever was active. */
  activateDirectly(hardwareId: string): GrantedTerminal;
  /** The first key that `signed` accepts: the active one, or one that was replaced. */
  findKey(signed: (key: Uint8Array) => boolean): { readonly id: number; readonly void: boolean } | null;
  /** The key's first signed request: the activation's answer is not repeated any more. */
  markUsed(keyId: number): void;
  /** Registration data as the active box sees it; null while no box is active. */
  info(): TerminalInfo | null;
}

export const openActivation = (books: Books): Activation => {
  const { db, terminal } = books;
  const selectActive = db.prepare('SELECT * FROM terminalKeys WHERE void = 0');
  const selectReplaced = db.prepare('SELECT * FROM terminalKeys WHERE void = 1 ORDER BY id DESC LIMIT ?');
  const selectKey = db.prepare('SELECT * FROM terminalKeys WHERE id = ?');
  const setUsed = db.prepare('UPDATE terminalKeys SET used = 1 WHERE id = ? AND used = 0');
  const selectAttempt = db.prepare('SELECT keyId, refusal FROM activationAttempts WHERE attemptId = ?');
  const insertAttempt = db.prepare('INSERT INTO activationAttempts (attemptId, keyId, refusal) VALUES (?, ?, ?)');
  const forgetAttempts = db.prepare(
    'DELETE FROM activationAttempts WHERE rowid <= (SELECT max(rowid) FROM activationAttempts) - ?',
  );
  const isVoid = db.prepare('SELECT 1 FROM voidCodes WHERE code = ?');
  const insertVoid = db.prepare('INSERT OR IGNORE INTO voidCodes (code) VALUES (?)');
  const asKey = (row: Record<string, unknown> | undefined) => (row === undefined ? null : (row as unknown as KeyRow));
  const active = () => asKey(selectActive.get());

  const answerOf = (key: KeyRow): GrantedTerminal => ({
    ...terminal.info(key.activatedMs),
    terminalKey: Buffer.from(key.key).toString('base64'),
  });

  const grant = (hardwareId: string): KeyRow => {
    db.prepare('UPDATE terminalKeys SET void = 1 WHERE void = 0').run();
    const granted = db
      .prepare('INSERT INTO terminalKeys (key, hardwareId, activatedMs) VALUES (?, ?, ?) RETURNING *')
      .get(books.random(keyBytes), hardwareId, books.now());
    return granted as unknown as KeyRow;
  };

  const replaceCode = () => {
    insertVoid.run(terminal.activationCode().code);
    terminal.issueActivationCode();
  };

  const codeVoid = () => refusal('activation-code-void', 'this activation code is void: take the new one');

  /** Judges one press of ENTER. */
  const judge = (request: ActivationRequest): KeyRow | Refusal => {
    const { code, attemptsLeft } = terminal.activationCode();
    if (isVoid.get(request.activationCode) !== undefined) return codeVoid();
    if (request.activationCode !== code) {
      if (attemptsLeft <= 1) {
        replaceCode();
        return codeVoid();
      }
      terminal.setAttemptsLeft(attemptsLeft - 1);
      return refusal('activation-code-wrong', 'wrong activation code', { attemptsLeft: attemptsLeft - 1 });
    }
    const holder = active();
    if (holder !== null && holder.hardwareId !== request.hardwareId && !request.replaceExisting)
      return refusal('terminal-already-active', 'this terminal is active on another box');
    const key = grant(request.hardwareId);
    replaceCode();
    return key;
  };

  const repeat = (attempt: Record<string, unknown>): Answer<GrantedTerminal> => {
    if (typeof attempt.refusal === 'string') return { ok: false, error: JSON.parse(attempt.refusal) as Refusal };
    const key = asKey(selectKey.get(Number(attempt.keyId)));
    // Gateway contract: a success is repeated until the key's first signed request, then its code is a used one.
    if (key === null || key.used === 1 || key.void === 1) return { ok: false, error: codeVoid() };
    return answered(answerOf(key));
  };

  return {
    activate: (request) => {
      if (request.terminalId !== terminal.terminalId || request.serialNumber !== terminal.serialNumber)
        return { ok: false, error: refusal('terminal-unknown', 'no terminal has this id and serial number') };
      const earlier = selectAttempt.get(request.attemptId);
      if (earlier !== undefined) return repeat(earlier);
      return inTransaction(db, () => {
        const judged = judge(request);
        const granted = 'key' in judged;
        insertAttempt.run(request.attemptId, granted ? judged.id : null, granted ? null : JSON.stringify(judged));
        forgetAttempts.run(rememberedAttempts);
        return granted ? answered(answerOf(judged)) : { ok: false, error: judged };
      });
    },
    activateDirectly: (hardwareId) => answerOf(inTransaction(db, () => grant(hardwareId))),
    findKey: (signed) => {
      // Nearly every request is signed with the active key: the others are read only when it is not.
      const holder = active();
      if (holder !== null && signed(holder.key)) return { id: holder.id, void: false };
      const replaced = selectReplaced.all(rememberedKeys) as unknown as readonly KeyRow[];
      const found = replaced.find(({ key }) => signed(key));
      return found === undefined ? null : { id: found.id, void: true };
    },
    markUsed: (keyId) => void setUsed.run(keyId),
    info: () => {
      const key = active();
      return key === null ? null : terminal.info(key.activatedMs);
    },
  };
};

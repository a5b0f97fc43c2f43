/**
 * What the gateway says of this terminal by now. Wallets, limits and permissions are the operator's to change, and nobody
 * activates a box again for that.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../machines/running-box.ts';
import { toFieldError } from '../errors.ts';
import type { GatewayClient } from '../gateway/client.ts';
import type { Log } from '../logging/logger.ts';
import type { TerminalInfo } from '../payment/types.ts';
import type { Identity, TerminalStore } from '../terminal/terminal-store.ts';

export interface RegistrationOptions {
  readonly client: () => Pick<GatewayClient, 'terminal'>;
  readonly identity: () => Identity | null;
  readonly terminal: Pick<TerminalStore, 'saveInfo'>;
  /** It is on disk, and what is allowed may be another. */
  readonly onChanged: (identity: Identity) => void;
  readonly log: Log;
}

/** Asks once; resolves when the gateway has answered or not. Never rejects: without an answer what is known stays in force. */
type Refresh = () => Promise<'told' | 'notTold'>;

export const registrationWith = ({ client, identity, terminal, onChanged, log }: RegistrationOptions): Refresh => {
  const takeUp = async (known: Identity, info: TerminalInfo): Promise<void> => {
    if (info.terminal.id !== known.info.terminal.id) {
      log('terminal.ofAnother', { told: info.terminal.id }, 'warn');
      return;
    }
    if (identity() !== known || isDeepStrictEqual(info, known.info)) return;
    try {
      const renewed = await terminal.saveInfo(known, info);
      if (renewed === null || identity() !== known) return;
      log('terminal.changedByOperator', { before: known.info, after: info });
      onChanged(renewed);
    } catch (error) {
      log('terminal.notSaved', { error: toFieldError(error) }, 'warn');
    }
  };
  return async () => {
    const known = identity();
    if (known === null) return 'told'; // activation tells
    const outcome = await client().terminal();
    if (outcome.kind !== 'answered') return 'notTold';
    const { serverTime: _, ...info } = outcome.value;
    await takeUp(known, info);
    return 'told';
  };
};

const untilAskedAgainMs = { told: 6 * 3_600_000, notTold: 60_000 } as const;

/** A box runs for months, and may have been started without a network. Returns what ends it. */
export const keepAsking = (refresh: Refresh, clock: Clock): (() => void) => {
  let timer: unknown = null;
  let isOver = false;
  const ask = async (): Promise<void> => {
    const answer = await refresh();
    if (!isOver) timer = clock.setTimeout(() => void ask(), untilAskedAgainMs[answer]);
  };
  void ask();
  return () => {
    isOver = true;
    clock.clearTimeout(timer);
  };
};

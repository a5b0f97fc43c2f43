/**
 * What the gateway says of this terminal by now. Wallets, limits and permissions are the operator's to change, and nobody
 * activates a box again for that.
 */
import { isDeepStrictEqual } from 'node:util';
import { toFieldError } from '../errors.ts';
import type { GatewayClient } from '../gateway/client.ts';
import type { Log } from '../logging/logger.ts';
import type { Identity, TerminalStore } from '../terminal/terminal-store.ts';

export interface RegistrationOptions {
  readonly client: () => Pick<GatewayClient, 'terminal'>;
  readonly identity: () => Identity | null;
  readonly terminal: Pick<TerminalStore, 'saveInfo'>;
  /** It is on disk, and what is allowed may be another. */
  readonly onChanged: (identity: Identity) => void;
  readonly log: Log;
}

/** Asks once. Never rejects: without an answer what is known stays in force. */
export const registrationWith = ({ client, identity, terminal, onChanged, log }: RegistrationOptions) => {
  return async (): Promise<void> => {
    const known = identity();
    if (known === null) return;
    const outcome = await client().terminal();
    if (outcome.kind !== 'answered' || identity() !== known) return;
    const { serverTime: _, ...info } = outcome.value;
    if (info.terminal.id !== known.info.terminal.id) {
      log('terminal.ofAnother', { told: info.terminal.id }, 'warn');
      return;
    }
    if (isDeepStrictEqual(info, known.info)) return;
    try {
      const renewed = await terminal.saveInfo(known, info);
      if (renewed === null || identity() !== known) return;
      log('terminal.changedByOperator', { before: known.info, after: info });
      onChanged(renewed);
    } catch (error) {
      log('terminal.notSaved', { error: toFieldError(error) }, 'warn');
    }
  };
};

/**
 * The gateway in force. Somebody may edit `serverUrl` in a box that is off: the box stays with the gateway it is activated
 * at as long as anything is open there, a payment or a shift with money in it (gateway contract, rule 1).
 */
import type { Scope } from '../journal/journal.ts';
import type { Log } from '../logging/logger.ts';

export interface ServerOptions {
  /** As the settings have it. */
  readonly set: () => string | null;
  /** A payment is on the screen, or is being driven to its end. */
  readonly isBusy: () => boolean;
  /** Where payments are open. */
  readonly openScopes: () => Promise<readonly Scope[]>;
  /** Of the gateway in force: the gateway may be asked. */
  readonly openShift: () => Promise<Scope | null>;
  readonly onReleased: () => void;
  readonly log: Log;
}

export interface ServerInForce {
  url(): string | null;
  /** At start, where the settings name another gateway than `present`. `hasMoney`: in a shift at `present`; true: it stays there. */
  stayIfOpen(present: Scope, hasMoney: () => Promise<boolean>): Promise<boolean>;
  /** Goes over to the setting if nothing is open any more. */
  release(): Promise<void>;
}

export const serverInForce = (options: ServerOptions): ServerInForce => {
  const { set, isBusy, openScopes, openShift, onReleased, log } = options;
  let held: string | null = null;
  const isOpenAt = async (gateway: string): Promise<boolean> =>
    (await openScopes()).some((open) => open.gateway === gateway);
  return {
    url: () => held ?? set(),
    async stayIfOpen(present, hasMoney) {
      held = present.gateway;
      if ((await isOpenAt(held)) || (await hasMoney())) {
        log('settings.serverUrlHeld', { held, set: set() }, 'warn');
        return true;
      }
      held = null;
      return false;
    },
    async release() {
      if (held === null || isBusy() || (await isOpenAt(held))) return;
      const shift = await openShift().catch(() => 'unknown' as const);
      // The gateway may have taken seconds to answer, and the box sells meanwhile.
      if (shift !== null || isBusy()) return;
      log('settings.serverUrlReleased', { held, set: set() }, 'warn');
      held = null;
      onReleased();
    },
  };
};

/** The gateway's port: chosen once, then kept, since the box's journal belongs to one `serverUrl`. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger } from '../ledger/ledger.ts';
import type { RandomBytes } from '../ledger/wallets.ts';
import type { Listener } from './listener.ts';

const settingName = 'port';
/** Below the range that Linux gives to outgoing connections: a kept port is not taken by somebody's client. */
const lowest = 20_000;
const highest = 32_000;
const tries = 20;
/** A port that was ours a moment ago may still be held by a process that is dying. */
const retryMs = 100;

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');

/**
 * Opens the listener on the wanted port (not 0), the kept one, or a free one, and keeps it. Throws when a wanted or kept port
 * stays taken: another one would be another gateway to the box.
 */
export const openOnItsPort = async (
  listener: Listener,
  ledger: Pick<Ledger, 'setting' | 'setSetting'>,
  random: RandomBytes,
  wanted: number,
): Promise<number> => {
  const kept = wanted === 0 ? Number(ledger.setting(settingName) ?? 0) : wanted;
  for (let attempt = 1; ; attempt += 1) {
    const port = kept === 0 ? lowest + (Buffer.from(random(4)).readUInt32BE() % (highest - lowest)) : kept;
    try {
      await listener.open(port);
      ledger.setSetting(settingName, String(port));
      return port;
    } catch (error) {
      if (!isTaken(error) || attempt === tries)
        throw new Error(`the sandbox gateway cannot listen on port ${port}`, { cause: error });
      if (kept !== 0) await delay(retryMs);
    }
  }
};

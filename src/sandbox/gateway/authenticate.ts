/** Whether a signed request is the terminal's, of now, and not heard before (gateway contract, signature). */
import { maxClockSkewSeconds } from '../../gateway/contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Refusal, refusal } from '../ledger/refusal.ts';
import { readSignature, type SignedRequest } from './check-signature.ts';

/**
 * Null, or why not. `shownMs`: the gateway's clock as it shows it; `nowMs`: the true one. Only an accepted request leaves a
 * trace: its nonce, and that its key was used.
 */
export const authenticate = (
  ledger: Pick<Ledger, 'activation' | 'nonces' | 'account'>,
  request: SignedRequest,
  shownMs: number,
  nowMs: number,
): Refusal | null => {
  const read = readSignature(request);
  if (!read.ok) return refusal('signature-invalid', read.error);
  const { keyId, createdSeconds, nonce, isBy } = read.value;
  const key = keyId === ledger.account().terminalId ? ledger.activation.findKey(isBy) : null;
  if (key === null) return refusal('signature-invalid', 'not signed with a key of this terminal');
  if (key.void) return refusal('terminal-replaced', 'another box was activated for this terminal');
  const skewSeconds = createdSeconds - Math.floor(shownMs / 1_000);
  if (Math.abs(skewSeconds) > maxClockSkewSeconds)
    return refusal('clock-skew', `created is ${skewSeconds} s from the gateway's clock`);
  if (!ledger.nonces.remember(nonce, nowMs)) return refusal('replayed', 'this nonce was seen before');
  ledger.activation.markUsed(key.id);
  return null;
};

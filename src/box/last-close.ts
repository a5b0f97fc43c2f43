/** When the last shift was closed, by this box or in the merchant's account: the gateway tells. */
import type { Information } from '../documents/information.ts';
import type { GatewayClient } from '../gateway/client.ts';

export interface LastCloseOptions {
  readonly client: () => Pick<GatewayClient, 'shift'>;
  /** The open shift as the gateway last told it; null: not asked yet. */
  readonly shiftNumber: () => number | null;
}

/** Asks at most once for each shift: what is closed stays as it is. Null: none, or nobody can tell now. */
export const lastCloseWith = ({ client, shiftNumber }: LastCloseOptions) => {
  let known: Information['lastDayClose'] = null;
  return async (): Promise<Information['lastDayClose']> => {
    const last = (shiftNumber() ?? 0) - 1;
    if (last < 1) return null;
    if (known?.shiftNumber === last) return known;
    const outcome = await client().shift(last);
    if (outcome.kind !== 'answered' || outcome.value.closedAt === null) return null;
    known = { shiftNumber: last, closedAt: outcome.value.closedAt };
    return known;
  };
};

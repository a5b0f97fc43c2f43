/** A shop with one payment that may be refunded: number 5, of 5,00, PAID. */
import type { JobResult } from '../../machines/job.ts';
import type { Sale } from '../../machines/ports.ts';
import type { Payment } from '../../src/payment/types.ts';
import { startWorld, type World, type WorldOptions } from './fake-world.ts';
import type { GatewayCall } from './fake-world-gateway.ts';

export const startShop = (options: WorldOptions = {}, change: Partial<Sale> = {}): Promise<World> =>
  startWorld({
    ...options,
    disk: (journal) => {
      journal.putOpen(5, { verdict: 'paid', status: 'paid', answered: true, resolved: true, ...change });
      options.disk?.(journal);
    },
  });

export interface Asked {
  /** Null while it is under way. */
  readonly result: () => JobResult | null;
}

/** `sendybox refund 5`: the gateway has been asked about the payment and says that it is paid. */
export const askRefund = async (
  world: World,
  amountMinor: number | null = null,
  found: Partial<Payment> = {},
): Promise<Asked> => {
  let result: JobResult | null = null;
  void world.box.refund({ transactionNumber: 5, amountMinor }).then((ended) => {
    result = ended;
  });
  await (await world.gateway.next('payment', 5)).says('paid', found);
  return { result: () => result };
};

export interface BegunRefund extends Asked {
  readonly request: GatewayCall;
}

/** The same, until the request leaves: its number is 42. */
export const beginRefund = async (world: World, amountMinor: number | null = null): Promise<BegunRefund> => {
  const asked = await askRefund(world, amountMinor);
  return { ...asked, request: await world.gateway.next('refund') };
};

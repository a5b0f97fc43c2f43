/** A commit that is said to have failed, minutes of a disk that takes nothing, and then it cannot even be read. */
import { expect, test } from 'vitest';
import { fieldError } from '../../src/errors.ts';
import { startWorld } from '../helpers/fake-world.ts';

test('what a machine remembers is not trusted: the box loads anew, and goes on as the disk has it', async () => {
  const world = await startWorld();
  const paying = world.box.pay({
    amountMinor: 150_00,
    method: 'offline',
    paymentSystem: null,
    code: '4001234567',
    ref: null,
  });
  await (await world.gateway.next('payOffline')).says('pending');
  await world.type('CANCEL');
  await (await world.gateway.next('cancel', 42)).noAnswer();
  world.journal.failure = { error: fieldError('JRN-02'), only: ['recordSale', 'sale'] };
  await world.advance(5_000);
  await world.type('CANCEL'); // leaves: NOT PAID and the order to give the money back, which the disk says it has not
  world.journal.put({
    ...world.journal.row(42),
    verdict: 'notPaid',
    cancel: { reason: 'cashier', ifPaid: 'refund', cancelledAt: world.now() },
  });
  while (world.state.startsWith('paying')) await world.advance(60_000);
  expect(await paying).toMatchObject({ outcome: 'unresolved', sale: null, error: { code: 'JRN-02' } });
  world.journal.failure = null;
  await world.advance(60_000);
  for (const { sale } of world.box.view().obligations)
    expect(sale).toMatchObject({ verdict: 'notPaid', cancel: { ifPaid: 'refund' } });
  expect(world.box.view().obligations).toHaveLength(1);
  expect(world.bugs).toEqual([]);
});

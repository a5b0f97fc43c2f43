import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

/** As a bug in a guard or an action would: in the middle of a machine's step. */
const thrown = new Error('a bug of the obligation');

test('an obligation that throws ends the process, so that it is carried on from disk and not forgotten', async () => {
  const world = await startWorld();
  await (await world.sell()).says('pending');
  await world.type('CANCEL');
  await (await world.gateway.next('cancel')).noAnswer();
  await world.type('CANCEL');
  expect(world.box.view().obligations).toHaveLength(1);
  world.random = () => {
    throw thrown;
  };
  expect(world.bugs).toEqual([]);
  await (await world.gateway.next('cancel')).noAnswer();
  expect(world.bugs).toEqual([thrown]);
});

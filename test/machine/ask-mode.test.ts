import { expect, test } from 'vitest';
import { startWorld } from '../helpers/fake-world.ts';

test('the cashier chooses: read a code, or print one', async () => {
  const world = await startWorld({ terms: { mode: 'ask' } });
  await world.type('1 5 0 0 0 ENTER');
  expect(world.lines).toEqual(['150,00 ₽', '>1 Код покупателя', ' 2 Печать QR', 'или считайте код']);
  expect(world.screen()).toMatchObject({ tone: 'ask', keys: ['1', '2', 'UP', 'DOWN', 'ENTER', 'CANCEL'] });
  await world.type('2');
  expect((await world.gateway.next('payOnline')).asked.intent).toMatchObject({ method: 'online' });
});

test('ENTER takes the first: the scan', async () => {
  const world = await startWorld({ terms: { mode: 'ask' } });
  await world.type('1 5 0 0 0 ENTER ENTER');
  expect(world.state).toBe('paying.offline.awaitingScan');
});

test('DOWN and ENTER take the second', async () => {
  const world = await startWorld({ terms: { mode: 'ask' } });
  await world.type('1 5 0 0 0 ENTER DOWN ENTER');
  await world.gateway.next('payOnline');
});

test('a code before the scanner at the choice says which it is', async () => {
  const world = await startWorld({ terms: { mode: 'ask' } });
  await world.type('1 5 0 0 0 ENTER');
  await world.scan('281234567890123456');
  expect((await world.gateway.next('payOffline')).asked).toMatchObject({
    code: '281234567890123456',
    intent: { method: 'offline' },
  });
});

test('where the terminal may only scan, nothing is asked', async () => {
  const world = await startWorld({ terms: { mode: 'ask', methods: ['offline'] } });
  await world.type('1 5 0 0 0 ENTER');
  expect(world.state).toBe('paying.offline.awaitingScan');
});

test.each(['CANCEL', 'nothing'])('%s at the choice: back to ready', async (key) => {
  const world = await startWorld({ terms: { mode: 'ask' } });
  await world.type('1 5 0 0 0 ENTER');
  if (key === 'nothing') await world.advance(60_000);
  else await world.type(key);
  expect(world.state).toBe('ready');
  expect(world.tell()).toEqual([]);
});

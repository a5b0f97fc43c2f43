import { expect, onTestFinished, test } from 'vitest';
import { clientOf, closedPort, intent } from '../helpers/gateway-server.ts';

test('nobody listens: not sent, nothing happened, NET-01', async () => {
  const { client } = clientOf(onTestFinished, { baseUrl: `http://127.0.0.1:${await closedPort()}/` });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'notSent',
    error: { code: 'NET-01' },
  });
  expect(client.link()).toMatchObject({ reachable: false, lastError: { code: 'NET-01' } });
});

test('warming up against nobody says so and throws nothing', async () => {
  const { client } = clientOf(onTestFinished, { baseUrl: `http://127.0.0.1:${await closedPort()}/` });
  expect(await client.warm()).toMatchObject({ code: 'NET-01' });
});

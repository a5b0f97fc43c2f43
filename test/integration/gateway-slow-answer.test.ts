import { expect, onTestFinished, test } from 'vitest';
import { answerJson, clientOf, intent, payment, serveGateway } from '../helpers/gateway-server.ts';

test('the header does not come in time: no answer, NET-06', async () => {
  const server = await serveGateway(onTestFinished, () => {});
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, timeouts: { walletMs: 150 } });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'noAnswer',
    error: { code: 'NET-06' },
  });
  expect(server.received).toHaveLength(1);
});

test('a body that comes byte by byte does not hold the box longer than a silent one', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, timeouts: { walletMs: 200 } });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'noAnswer',
    error: { code: 'NET-06' },
  });
});

test('an answer that comes too late is not taken for the answer of the next call', async () => {
  const late: (() => void)[] = [];
  const server = await serveGateway(onTestFinished, (request, response) => {
    if (request.method === 'POST') late.push(() => answerJson(response, payment()));
    else answerJson(response, { lastTransactionNumber: 42, shiftNumber: 7, open: [] });
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, timeouts: { walletMs: 100 } });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({ kind: 'noAnswer' });
  for (const answer of late) answer();
  expect(await client.counters()).toMatchObject({ kind: 'answered', value: { lastTransactionNumber: 42 } });
});

import { expect, onTestFinished, test } from 'vitest';
import type { LinkStatus } from '../../src/gateway/link.ts';
import { answerJson, clientOf, serveGateway } from '../helpers/gateway-server.ts';

test('the link is unknown, up, down and up again; listeners hear changes, not calls', async () => {
  let broken = false;
  const server = await serveGateway(onTestFinished, (_, response) => {
    if (broken) response.writeHead(503).end();
    else answerJson(response, { lastTransactionNumber: 0, shiftNumber: 1, open: [] });
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  const heard: LinkStatus[] = [];
  const stop = client.onLink((status) => heard.push(status));
  expect(client.link()).toEqual({ reachable: null, lastError: null });
  await client.counters();
  await client.counters();
  broken = true;
  await client.counters();
  await client.counters();
  broken = false;
  await client.counters();
  stop();
  broken = true;
  await client.counters();
  expect(heard.map(({ reachable, lastError }) => [reachable, lastError?.code ?? null])).toEqual([
    [true, null],
    [false, 'NET-08'],
    [true, null],
  ]);
});

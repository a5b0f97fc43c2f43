import { expect, onTestFinished, test } from 'vitest';
import { answerJson, clientOf, identity, serveGateway } from '../helpers/gateway-server.ts';

const counters = { lastTransactionNumber: 0, shiftNumber: 1, open: [] };
const replaced = { status: 403, code: 'terminal-replaced', title: 'Terminal replaced', detail: '' };

test('another box has the terminal: said with the answer that tells it, and taken back with the next that is none', async () => {
  let valid = false;
  const server = await serveGateway(onTestFinished, (_, response) =>
    valid ? answerJson(response, counters) : answerJson(response, replaced, 403),
  );
  const told: boolean[] = [];
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, onKey: (one) => told.push(one) });
  await client.counters();
  valid = true;
  await client.counters();
  expect(told).toEqual([false, true]);
});

test('other refusals and missing answers say nothing of the key', async () => {
  const refusals = [
    [403, 'terminal-blocked'],
    [401, 'signature-invalid'],
    [503, 'none'],
  ] as const;
  let turn = 0;
  const server = await serveGateway(onTestFinished, (_, response) => {
    const [status, code] = refusals[turn] ?? [500, 'none'];
    turn += 1;
    answerJson(response, { status, code, title: code, detail: '' }, status);
  });
  const told: boolean[] = [];
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, onKey: (one) => told.push(one) });
  for (const _ of refusals) await client.counters();
  expect(told).toEqual([]);
});

test('an answer to what was signed before a new activation says nothing of the new key', async () => {
  let present = identity;
  const server = await serveGateway(onTestFinished, (_, response) => {
    present = { ...identity, key: new Uint8Array(Buffer.from('another key of thirty-two bytes!')) };
    answerJson(response, replaced, 403);
  });
  const told: boolean[] = [];
  const { client } = clientOf(onTestFinished, {
    baseUrl: server.baseUrl,
    identity: () => present,
    onKey: (one) => told.push(one),
  });
  const outcome = await client.counters();
  expect(outcome).toMatchObject({ kind: 'refused', problem: { code: 'terminal-replaced' } });
  expect(told).toEqual([]);
});

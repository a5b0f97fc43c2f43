import { expect, onTestFinished, test } from 'vitest';
import { type ProblemCode, problemCodes } from '../../src/gateway/outcome.ts';
import { problemRules } from '../../src/gateway/problem.ts';
import { answerJson, clientOf, intent, problem, serveGateway } from '../helpers/gateway-server.ts';

const refuse = async (code: ProblemCode, more: Record<string, unknown> = {}, headers: Record<string, string> = {}) => {
  const { status } = problemRules[code];
  const server = await serveGateway(onTestFinished, (_, response) =>
    answerJson(response, problem(status, code, more), status, headers),
  );
  const { client, log } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  return { client, log, outcome: await client.payOffline(intent, '130000000000000000') };
};

test.each(problemCodes.filter((code) => code !== 'replayed'))('%s is a refusal with its field code', async (code) => {
  const { client, outcome } = await refuse(code);
  const { status, fieldCode } = problemRules[code];
  expect(outcome).toMatchObject({ kind: 'refused', problem: { status, code, error: { code: fieldCode } } });
  expect(client.link().reachable).toBe(true);
});

test('429 says how long to wait', async () => {
  const { outcome } = await refuse('too-many-requests', {}, { 'Retry-After': '3' });
  expect(outcome).toMatchObject({ kind: 'refused', problem: { retryAfterMs: 3_000 } });
});

test('shift-closed names the open shift, shift-has-pending the payments that are in the way', async () => {
  expect((await refuse('shift-closed', { shiftNumber: 8 })).outcome).toMatchObject({ problem: { shiftNumber: 8 } });
  expect((await refuse('shift-has-pending', { transactionNumbers: [41, 42] })).outcome).toMatchObject({
    problem: { transactionNumbers: [41, 42] },
  });
});

test('a problem whose members are not as they must be is no word of the gateway’s: no answer', async () => {
  const { outcome } = await refuse('shift-closed', { shiftNumber: 'eight' });
  expect(outcome).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-09' } });
});

test('request-invalid is our bug: the whole body is in the log, its secrets are not', async () => {
  const { log, outcome } = await refuse('request-invalid', { detail: 'qr "130000000000000000" is not known to us' });
  expect(outcome).toMatchObject({ kind: 'refused', problem: { error: { code: 'GWY-01' } } });
  expect(log.find((line) => line.event === 'gateway.requestInvalid')?.data).toMatchObject({
    path: 'pos/payment/offline',
    body: { transactionNumber: 42, amount: 150_000, currency: 'RUB', qr: 'hidden, 18 characters' },
  });
  expect(JSON.stringify([log, outcome])).toContain('is not known to us');
  expect(JSON.stringify([log, outcome])).not.toContain('130000000000000000');
});

test('a gateway that does not believe our signature is reachable, and the link says why it does not serve us', async () => {
  const { client } = await refuse('signature-invalid');
  expect(client.link()).toMatchObject({ reachable: true, lastError: { code: 'GWY-02' } });
});

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import type { SandboxGateway } from '../../src/sandbox/gateway/sandbox-gateway.ts';
import { newId, startActivated, TestBox } from '../helpers/sandbox-gateway-client.ts';

/** The code of what undici rejected with, wherever it carries it. */
const failureOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return 'answered';
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause)
      if ('code' in cause && typeof cause.code === 'string') return cause.code;
    return String(error);
  }
};

const lostConnection = /^(?:UND_ERR_SOCKET|ECONNRESET|EPIPE)$/;

test('down: connections are refused, the open ones and held answers are lost, and all is well afterwards', async () => {
  const { gateway, box } = await startActivated();
  const pending = (await box.payOffline()).body;
  const held = failureOf(box.find(pending, 25));
  await box.get('pos/counters');
  await gateway.setFault('down');
  expect(await held).toMatch(lostConnection);
  await expect.poll(() => failureOf(box.get('pos/counters'))).toBe('ECONNREFUSED');
  expect(gateway.fault()).toBe('down');
  await gateway.setFault('ok');
  expect((await box.get('pos/counters')).body.open).toHaveLength(1);
});

test('slow: the answer takes about three seconds, and comes at once when the line is well again', async () => {
  const { gateway, box } = await startActivated();
  await gateway.setFault('slow');
  const startedMs = performance.now();
  await box.get('pos/counters');
  expect(performance.now() - startedMs).toBeGreaterThan(2_900);
  const slow = box.payOffline();
  await expect.poll(() => gateway.ledger.payment(1)).not.toBeNull();
  const mendedMs = performance.now();
  await gateway.setFault('ok');
  expect((await slow).status).toBe(200);
  expect(performance.now() - mendedMs).toBeLessThan(2_000);
});

test('lost-answers: the payment is taken and the box does not hear of it', async () => {
  const { gateway, box } = await startActivated();
  await gateway.setFault('lost-answers');
  const intent = { transactionNumber: 1, saleId: newId() };
  expect(await failureOf(box.payOffline(intent))).toMatch(lostConnection);
  expect(gateway.ledger.payment(1)?.status).toBe('pending');
  await gateway.setFault('ok');
  expect((await box.find(intent)).body.status).toBe('pending');
});

test('lost-requests: nothing was taken, and a held answer is lost at once', async () => {
  const { gateway, box } = await startActivated();
  const pending = (await box.payOffline()).body;
  const held = failureOf(box.find(pending, 25));
  await box.get('pos/counters');
  await gateway.setFault('lost-requests');
  expect(await held).toMatch(lostConnection);
  expect(await failureOf(box.payOffline({ transactionNumber: 2 }))).toMatch(lostConnection);
  expect(gateway.ledger.payment(2)).toBeNull();
});

test('errors: 503 without a code of the contract, before anything is processed', async () => {
  const { gateway, box } = await startActivated();
  await gateway.setFault('errors');
  const answer = await box.payOffline();
  expect(answer.status).toBe(503);
  expect(answer.body.code).toBeUndefined();
  expect(gateway.ledger.payments()).toEqual([]);
});

test('captive-portal: everything is redirected to a login page by somebody with another clock', async () => {
  const { gateway, box, clock } = await startActivated();
  const pending = (await box.payOffline()).body;
  const held = box.find(pending, 25);
  await box.get('pos/counters');
  await gateway.setFault('captive-portal');
  for (const answer of [await held, await box.payOffline({ transactionNumber: 2 }), await box.activate()]) {
    expect(answer.status).toBe(302);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.headers.location).toContain('portal');
    expect(Math.abs(Date.parse(String(answer.headers.date)) - clock.now())).toBeGreaterThan(3_600_000);
  }
  expect(gateway.ledger.payment(2)).toBeNull();
});

test.each([
  ['wrong-ca', /^(?:UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)$/],
  ['expired-certificate', /^CERT_HAS_EXPIRED$/],
] as const)('%s: the handshake fails, on connections that were open too', async (fault, code) => {
  const { gateway, box } = await startActivated();
  await box.get('pos/counters');
  await gateway.setFault(fault);
  await expect.poll(() => failureOf(box.payOffline())).toMatch(code);
  expect(gateway.ledger.payments()).toEqual([]);
  await gateway.setFault('ok');
  expect((await box.payOffline()).status).toBe(200);
});

const handshake = (gateway: SandboxGateway, session?: Buffer): TLSSocket => {
  const socket = connect({
    host: '127.0.0.1',
    port: Number(new URL(gateway.url).port),
    servername: 'localhost',
    ca: readFileSync(gateway.caFile),
    rejectUnauthorized: false,
    ...(session === undefined ? {} : { session }),
  });
  onTestFinished(() => void socket.destroy());
  return socket;
};

test('wrong-ca: a session of before is not resumed past the other certificate', async () => {
  const { gateway } = await startActivated();
  const first = handshake(gateway);
  const [ticket] = (await once(first, 'session')) as [Buffer];
  expect(first.authorized).toBe(true);
  const resumed = handshake(gateway, ticket);
  await once(resumed, 'secureConnect');
  expect(resumed.isSessionReused()).toBe(true);

  await gateway.setFault('wrong-ca');
  const other = handshake(gateway, ticket);
  await once(other, 'secureConnect');
  expect(other.isSessionReused()).toBe(false);
  expect(other.authorized).toBe(false);
});

test('wrong-clock: the gateway is two hours ahead and says so; the box that signs with its time is heard', async () => {
  const { gateway, box, clock } = await startActivated();
  await gateway.setFault('wrong-clock');
  const refused = await box.get('pos/terminal');
  expect(refused.body.code).toBe('clock-skew');
  const shown = Date.parse(String(refused.headers.date));
  expect(Math.abs(shown - clock.now() - 7_200_000)).toBeLessThan(5_000);
  const heard = await box.get('pos/terminal', { createdSeconds: Math.floor(shown / 1_000) });
  expect(heard.status).toBe(200);
  expect(Math.abs(Date.parse(heard.body.serverTime) - shown)).toBeLessThan(5_000);
});

test('wrong-clock: a pending payment does not expire because of it', async () => {
  const { gateway, box, clock } = await startActivated();
  const pending = (await box.payOffline()).body;
  await gateway.setFault('wrong-clock');
  const createdSeconds = Math.floor(clock.now() / 1_000) + 7_200;
  const answer = await box.get(`pos/payment/1?saleId=${pending.saleId}`, { createdSeconds });
  expect(answer.body.status).toBe('pending');
});

test('dns: the host name is not found and open connections are gone', async () => {
  const { gateway, box } = await startActivated();
  expect(gateway.resolve('localhost')).toBe('127.0.0.1');
  expect(gateway.resolve('elsewhere.example')).toBe('ENOTFOUND');
  await gateway.setFault('dns');
  expect(gateway.resolve('localhost')).toBe('ENOTFOUND');
  await expect.poll(() => failureOf(box.get('pos/counters'))).toBe('ENOTFOUND');
  await gateway.setFault('ok');
  expect((await box.get('pos/counters')).status).toBe(200);
});

test('bad-signature: every signed request is refused, activation is not', async () => {
  const { gateway, clock, box } = await startActivated();
  await gateway.setFault('bad-signature');
  expect((await box.payOffline()).body).toMatchObject({ status: 401, code: 'signature-invalid' });
  expect(gateway.ledger.payments()).toEqual([]);
  const other = new TestBox(gateway, clock);
  expect((await other.activate({ replaceExisting: true })).status).toBe(200);
});

test('faults follow one another faster than they take hold, and the last one stays', async () => {
  const { gateway, box } = await startActivated();
  await Promise.all(
    (['down', 'wrong-ca', 'down', 'slow', 'down', 'ok'] as const).map((fault) => gateway.setFault(fault)),
  );
  expect(gateway.fault()).toBe('ok');
  expect((await box.get('pos/counters')).status).toBe(200);
});

import { createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import {
  answerJson,
  clientOf,
  identity,
  intent,
  payment,
  problem,
  type Received,
  serveGateway,
} from '../helpers/gateway-server.ts';

const createdOf = (request: Received) => Number(/;created=(\d+)/.exec(String(request.headers['signature-input']))?.[1]);
const nonceOf = (request: Received) => /;nonce="([^"]+)"/.exec(String(request.headers['signature-input']))?.[1];

/** Refuses what was not created within 300 s of its own clock, which is the real one. */
const strictGateway = () =>
  serveGateway(onTestFinished, (request, response) => {
    const skewSeconds = Math.abs(createdOf(request) - Date.now() / 1_000);
    if (skewSeconds > 300) answerJson(response, problem(401, 'clock-skew'), 401);
    else answerJson(response, payment());
  });

test('a box that woke up in 1970 mends its time from the refusal and pays with one repeat, signed anew', async () => {
  const server = await strictGateway();
  const { client, log } = clientOf(onTestFinished, { baseUrl: server.baseUrl, wallClock: () => 60_000 });
  expect((await client.payOffline(intent, '130000000000000000')).kind).toBe('answered');

  const [first, second] = server.received;
  expect(server.received).toHaveLength(2);
  expect(first && createdOf(first)).toBe(60);
  expect(second && Math.abs(createdOf(second) - Date.now() / 1_000)).toBeLessThan(5);
  expect(first && nonceOf(first)).not.toBe(second && nonceOf(second));
  expect(first?.body).toBe(second?.body);
  expect(second?.headers.signature).not.toBe(first?.headers.signature);
  // And the new signature is one: the gateway's own sum over what came.
  const base = [
    '"@method": POST',
    `"@target-uri": ${server.baseUrl}pos/payment/offline`,
    `"content-digest": ${second?.headers['content-digest']}`,
    `"@signature-params": ${String(second?.headers['signature-input']).replace('sig1=', '')}`,
  ].join('\n');
  expect(second?.headers.signature).toBe(`sig1=:${createHmac('sha256', identity.key).update(base).digest('base64')}:`);

  expect(client.clock().synchronised).toBe(true);
  expect(Math.abs(client.nowMs() - Date.now())).toBeLessThan(2_000);
  expect(log.filter((line) => line.event === 'gateway.request')).toHaveLength(2);
  expect(log.some((line) => line.event === 'gateway.clock')).toBe(true);
});

test('afterwards the box signs with the gateway’s time at once', async () => {
  const server = await strictGateway();
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, wallClock: () => 60_000 });
  await client.payOffline(intent, '130000000000000000');
  await client.payOffline(intent, '130000000000000000');
  expect(server.received).toHaveLength(3);
});

test('a gateway that is never content with the clock gets one repeat, not a storm', async () => {
  const server = await serveGateway(onTestFinished, (_, response) =>
    answerJson(response, problem(401, 'clock-skew'), 401),
  );
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'refused',
    problem: { code: 'clock-skew', error: { code: 'GWY-03' } },
  });
  expect(server.received).toHaveLength(2);
});

test('clock-skew without a Date teaches nothing: no repeat', async () => {
  const server = await serveGateway(onTestFinished, (_, response) => {
    response.sendDate = false;
    answerJson(response, problem(401, 'clock-skew'), 401);
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect((await client.payOffline(intent, '130000000000000000')).kind).toBe('refused');
  expect(server.received).toHaveLength(1);
});

test('the repeat has no answer: then nor has the call', async () => {
  let requests = 0;
  const server = await serveGateway(onTestFinished, (_, response) => {
    requests += 1;
    if (requests === 1) answerJson(response, problem(401, 'clock-skew'), 401);
    else response.destroy();
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({ kind: 'noAnswer' });
});

test('every ordinary answer keeps the time', async () => {
  const server = await serveGateway(onTestFinished, (_, response) =>
    answerJson(response, payment(), 200, { Date: new Date(Date.now() + 3_600_000).toUTCString() }),
  );
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  await client.payOffline(intent, '130000000000000000');
  expect(client.clock().synchronised).toBe(true);
  expect(Math.abs(client.clock().offsetMs - 3_600_000)).toBeLessThan(2_000);
});

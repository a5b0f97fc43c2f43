import { expect, test } from 'vitest';
import { newClock, newId, startActivated, startSandbox, TestBox } from '../helpers/sandbox-gateway-client.ts';

test('a signed request is answered, with and without a body', async () => {
  const { box } = await startActivated();
  expect((await box.get('pos/counters')).status).toBe(200);
  expect((await box.payOffline()).status).toBe(200);
});

test('a request without a signature is refused', async () => {
  const { gateway, box } = await startActivated();
  const answer = await box.send('GET', `${gateway.url}pos/counters`, null);
  expect(answer.status).toBe(401);
  expect(answer.body.code).toBe('signature-invalid');
  expect(answer.headers['content-type']).toBe('application/problem+json');
});

test.each([
  ['another key', { key: Buffer.alloc(32, 7).toString('base64') }],
  ['another terminal', { keyId: '99999999' }],
  ['another address', { signedUrl: 'https://localhost:1/pos/counters' }],
  ['another algorithm', { alg: 'hmac-sha512' }],
  ['a nonce that is none', { nonce: 'x' }],
  ['a signature that is not one', { headers: { signature: 'sig1=:AAAA:' } }],
  ['another label', { headers: { signature: 'sig2=:AAAA:' } }],
])('a signature with %s is refused', async (_, options) => {
  const { box } = await startActivated();
  const answer = await box.get('pos/counters', options);
  expect(answer.status).toBe(401);
  expect(answer.body.code).toBe('signature-invalid');
});

test.each([
  ['no method', ['@target-uri']],
  ['another order', ['@target-uri', '@method']],
  ['one component more', ['@method', '@target-uri', 'content-digest']],
])('a signature over %s is refused for what it covers', async (_, components) => {
  const { box } = await startActivated();
  const answer = await box.get('pos/counters', { components });
  expect(answer.body).toMatchObject({ status: 401, code: 'signature-invalid' });
  expect(answer.body.detail).toContain('covered components');
});

test('a body that is not the digested one is refused and takes no number', async () => {
  const { gateway, box } = await startActivated();
  const url = `${gateway.url}pos/payment/offline`;
  const headers = box.sign('POST', url, '{"amount":1}');
  const answer = await box.send('POST', url, '{"amount":2}', headers);
  expect(answer.body.code).toBe('signature-invalid');
  expect((await box.get('pos/counters')).body.lastTransactionNumber).toBe(0);
});

test('a body whose digest is not covered is refused', async () => {
  const { box } = await startActivated();
  const answer = await box.post('pos/refund', {}, { components: ['@method', '@target-uri'] });
  expect(answer.body.code).toBe('signature-invalid');
});

test.each([-302, 302])('a clock %i s away is told the true time', async (skewSeconds) => {
  const { box, clock } = await startActivated();
  const nowSeconds = Math.floor(clock.now() / 1_000);
  const answer = await box.get('pos/counters', { createdSeconds: nowSeconds + skewSeconds });
  expect(answer.status).toBe(401);
  expect(answer.body.code).toBe('clock-skew');
  expect(Math.abs(Date.parse(String(answer.headers.date)) - clock.now())).toBeLessThan(5_000);
  expect((await box.get('pos/counters', { createdSeconds: nowSeconds + Math.sign(skewSeconds) * 290 })).status).toBe(
    200,
  );
});

test('a request that was heard before is refused as replayed, also after a restart', async () => {
  const { gateway, box, clock, dataDir } = await startActivated();
  const nonce = newId();
  const createdSeconds = Math.floor(clock.now() / 1_000);
  expect((await box.get('pos/counters', { nonce, createdSeconds })).status).toBe(200);
  const again = await box.get('pos/counters', { nonce, createdSeconds });
  expect([again.status, again.body.code]).toEqual([401, 'replayed']);

  await gateway.stop();
  const restarted = await startSandbox(dataDir, clock);
  const sameBox = new TestBox(restarted.gateway, clock);
  sameBox.key = box.key;
  expect((await sameBox.get('pos/counters', { nonce, createdSeconds })).body.code).toBe('replayed');
});

test('an attempt that was refused does not use up its nonce', async () => {
  const { box } = await startActivated();
  const nonce = newId();
  await box.get('pos/counters', { nonce, key: Buffer.alloc(32).toString('base64') });
  expect((await box.get('pos/counters', { nonce })).status).toBe(200);
});

test('before any activation every signature is wrong', async () => {
  const { gateway, clock } = await startSandbox(undefined, newClock());
  const box = new TestBox(gateway, clock);
  box.key = Buffer.alloc(32, 1).toString('base64');
  expect((await box.get('pos/terminal')).body.code).toBe('signature-invalid');
});

test('a call that does not exist, and one that is not JSON, are our bug', async () => {
  const { box } = await startActivated();
  expect((await box.get('pos/nothing')).body).toMatchObject({ status: 400, code: 'request-invalid' });
  const notJson = await box.post('pos/refund', null, { rawBody: '{' });
  expect(notJson.body).toMatchObject({ status: 400, code: 'request-invalid' });
  const asText = await box.post('pos/refund', {}, { contentType: 'text/plain' });
  expect(asText.body).toMatchObject({ status: 400, code: 'request-invalid' });
});

test('too many requests in a second are refused and told when to come again', async () => {
  const { gateway, box } = await startActivated();
  gateway.desk.limitRequests(1);
  const answers = await Promise.all(Array.from({ length: 4 }, () => box.get('pos/counters')));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body.code).toBe('too-many-requests');
  expect(refused?.headers['retry-after']).toBe('1');
});

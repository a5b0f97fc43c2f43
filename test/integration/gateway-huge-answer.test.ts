import { pipeline, Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { maxAnswerBytes } from '../../src/gateway/contract.ts';
import { clientOf, payment, saleKey, serveGateway } from '../helpers/gateway-server.ts';

/** A payment padded with a member that nobody knows to exactly so many bytes. */
const padded = (bytes: number) => {
  const bare = JSON.stringify({ ...payment(), padding: '' });
  return JSON.stringify({ ...payment(), padding: 'x'.repeat(bytes - bare.length) });
};

const askFor = async (body: string) => {
  const server = await serveGateway(onTestFinished, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(body);
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  return client.payment(saleKey, 0);
};

test('an answer of 1 MiB is read', async () => {
  expect((await askFor(padded(maxAnswerBytes))).kind).toBe('answered');
});

test('one byte more is too large: no answer, NET-11', async () => {
  expect(await askFor(padded(maxAnswerBytes + 1))).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-11' } });
});

test('an endless answer is cut off, not collected', async () => {
  let sentBytes = 0;
  const server = await serveGateway(onTestFinished, (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const endless = function* () {
      for (;;) {
        sentBytes += 65_536;
        yield ' '.repeat(65_536);
      }
    };
    pipeline(Readable.from(endless()), response, () => {});
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.payment(saleKey, 0)).toMatchObject({ kind: 'noAnswer', error: { code: 'NET-11' } });
  expect(sentBytes).toBeLessThan(64 * maxAnswerBytes);
});

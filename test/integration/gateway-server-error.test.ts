import { expect, onTestFinished, test } from 'vitest';
import { answerJson, clientOf, intent, problem, serveGateway } from '../helpers/gateway-server.ts';

test.each([500, 502, 503, 504])(
  'HTTP %i: no answer, NET-08, whatever stands in it, and it is not sent again',
  async (status) => {
    const server = await serveGateway(onTestFinished, (_, response) =>
      answerJson(response, problem(status, 'payment-not-found'), status, { 'Retry-After': '1' }),
    );
    const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
    expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
      kind: 'noAnswer',
      error: { code: 'NET-08', detail: `HTTP ${status}` },
    });
    expect(server.received).toHaveLength(1);
  },
);

test('401 replayed does not say what became of the first: no answer, GWY-18', async () => {
  const server = await serveGateway(onTestFinished, (_, response) =>
    answerJson(response, problem(401, 'replayed'), 401),
  );
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.payOffline(intent, '130000000000000000')).toMatchObject({
    kind: 'noAnswer',
    error: { code: 'GWY-18' },
  });
});

import { expect, onTestFinished, test } from 'vitest';
import { createAuthority, createLeaf, forgeCrossCertificate, pinOf } from '../helpers/certificates.ts';
import { answerJson, clientOf, payment, saleKey, serveGateway } from '../helpers/gateway-server.ts';

const authority = await createAuthority('Gateway CA');
const leaf = await createLeaf(authority);

const askWith = async (pinnedKeys: readonly string[], chain = leaf.pem, caPem = authority.pem) => {
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()), {
    key: leaf.keyPem,
    cert: chain,
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, caPem, pinnedKeys });
  return { outcome: await client.payment(saleKey, 0), received: server.received.length };
};

test('the key of the server itself is pinned', async () => {
  expect((await askWith([pinOf(leaf.pem)])).outcome.kind).toBe('answered');
});

test('the key of its issuer is pinned, whether or not the server sends the issuer’s certificate', async () => {
  expect((await askWith([pinOf(authority.pem)])).outcome.kind).toBe('answered');
  expect((await askWith([pinOf(authority.pem)], leaf.pem + authority.pem)).outcome.kind).toBe('answered');
});

test('one of two pins is enough: a key can be changed without a visit to every box', async () => {
  const next = await createAuthority('Next Gateway CA');
  expect((await askWith([pinOf(next.pem), pinOf(leaf.pem)])).outcome.kind).toBe('answered');
});

test('a trusted certificate whose keys are not pinned: not sent, NET-05', async () => {
  const other = await createAuthority('Pinned CA');
  const { outcome, received } = await askWith([pinOf(other.pem)]);
  expect(outcome).toMatchObject({ kind: 'notSent', error: { code: 'NET-05' } });
  expect(received).toBe(0);
});

test('a pinned certificate that nobody’s signature ties to the server’s is smuggled into the chain: not sent', async () => {
  const pinned = await createAuthority('Pinned CA');
  const forged = await forgeCrossCertificate(authority, pinned);
  const { outcome, received } = await askWith([pinOf(pinned.pem)], leaf.pem + forged + pinned.pem);
  expect(outcome).toMatchObject({ kind: 'notSent', error: { code: 'NET-05' } });
  expect(received).toBe(0);
});

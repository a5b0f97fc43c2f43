import { expect, onTestFinished, test } from 'vitest';
import { createAuthority, createLeaf, type LeafOptions } from '../helpers/certificates.ts';
import { answerJson, clientOf, everythingIsHere, intent, payment, serveGateway } from '../helpers/gateway-server.ts';

const ours = await createAuthority('Gateway CA');
const theirs = await createAuthority('Somebody Else');

/** A server with a certificate of `authority`, before a client that trusts our authority alone. */
const payOver = async (authority: typeof ours, options: LeafOptions = {}, host = '127.0.0.1') => {
  const leaf = await createLeaf(authority, options);
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()), {
    key: leaf.keyPem,
    cert: leaf.pem,
  });
  const { client } = clientOf(onTestFinished, {
    baseUrl: `https://${host}:${server.port}/`,
    caPem: ours.pem,
    lookup: everythingIsHere,
  });
  const outcome = await client.payOffline(intent, '130000000000000000');
  return { outcome, received: server.received.length };
};

test('a certificate of our authority: the payment is made', async () => {
  expect((await payOver(ours)).outcome.kind).toBe('answered');
});

test('a host name is checked against the certificate as well as an address', async () => {
  expect((await payOver(ours, { names: ['gateway.example'] }, 'gateway.example')).outcome.kind).toBe('answered');
});

test.each([
  ['another authority', theirs, {}, '127.0.0.1', 'NET-03'],
  ['another name', ours, { names: ['shop.example'] }, 'gateway.example', 'NET-03'],
  ['an expired certificate', ours, { validFromDays: -20, validToDays: -1 }, '127.0.0.1', 'NET-04'],
  ['a certificate of tomorrow', ours, { validFromDays: 1 }, '127.0.0.1', 'NET-04'],
] as const)('%s: not sent, no byte of the request reaches the server', async (_, authority, options, host, code) => {
  const { outcome, received } = await payOver(authority, options, host);
  expect(outcome).toMatchObject({ kind: 'notSent', error: { code } });
  expect(received).toBe(0);
});

test('caFile replaces the system’s trust store: without it a private authority is not trusted', async () => {
  const leaf = await createLeaf(ours);
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()), {
    key: leaf.keyPem,
    cert: leaf.pem,
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl });
  expect(await client.counters()).toMatchObject({ kind: 'notSent', error: { code: 'NET-03' } });
});

test('a gateway that only speaks TLS 1.1: not sent, NET-12', async () => {
  const leaf = await createLeaf(ours);
  const server = await serveGateway(onTestFinished, (_, response) => answerJson(response, payment()), {
    key: leaf.keyPem,
    cert: leaf.pem,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  const { client } = clientOf(onTestFinished, { baseUrl: server.baseUrl, caPem: ours.pem });
  expect(await client.counters()).toMatchObject({ kind: 'notSent', error: { code: 'NET-12' } });
});

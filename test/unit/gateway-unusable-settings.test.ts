import { expect, test } from 'vitest';
import { createGatewayClient, type GatewayClientOptions } from '../../src/gateway/client.ts';

const clientWith = (settings: Partial<GatewayClientOptions>) =>
  createGatewayClient({
    baseUrl: 'https://gateway.example/',
    identity: () => null,
    softwareVersion: '0.1.0',
    wallClock: () => 0,
    monotonicClock: () => 0,
    randomBytes: (size) => new Uint8Array(size),
    log: () => {},
    ...settings,
  });

test.each<[string, Partial<GatewayClientOptions>, string]>([
  ['plain http to a host that is elsewhere', { baseUrl: 'http://gateway.example/' }, 'serverUrl'],
  ['a caFile without a certificate', { caPem: 'hello' }, 'caFile'],
  ['a torn caFile', { caPem: '-----BEGIN CERTIFICATE-----\nMIIBMTCB2aADAgEC\n-----END CERTIFICATE-----\n' }, 'caFile'],
  ['a pin that is no SHA-256', { pinnedKeys: ['c2hvcnQ='] }, 'pinnedKeys'],
])('%s: nothing is ever sent, SET-02 says which setting', async (_, settings, key) => {
  const client = clientWith(settings);
  const error = { code: 'SET-02', params: { key } };
  expect(await client.counters()).toMatchObject({ kind: 'notSent', error });
  expect(await client.warm()).toMatchObject(error);
  expect(client.link()).toMatchObject({ reachable: false, lastError: error });
  await client.close();
});

test('an activation code that was left empty is the person’s mistake, not a bug: ACT-07', async () => {
  const outcome = await clientWith({}).activate({
    terminalId: 'T-1001',
    serialNumber: 'SN-1',
    activationCode: '',
    attemptId: 'AAAAAAAAAAAAAAAAAAAAAA',
    hardwareId: 'HW-1',
    softwareVersion: '0.1.0',
    replaceExisting: false,
  });
  expect(outcome).toMatchObject({ kind: 'notSent', error: { code: 'ACT-07' } });
});

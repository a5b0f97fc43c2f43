import { expect, test } from 'vitest';
import { contentDigest } from '../../src/gateway/digest.ts';
import { canBeKeyId, hmacSha256, signatureBase, signatureParams, signRequest } from '../../src/gateway/signature.ts';

test('RFC 9421 B.2.5: the base and the HMAC of the published example come out to the letter', () => {
  const components = [
    ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
    ['@authority', 'example.com'],
    ['content-type', 'application/json'],
  ] as const;
  const params = signatureParams(components, [
    ['created', 1618884473],
    ['keyid', 'test-shared-secret'],
  ]);
  expect(params).toBe('("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"');
  const base = signatureBase(components, params);
  expect(base).toBe(
    [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@authority": example.com',
      '"content-type": application/json',
      '"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    ].join('\n'),
  );
  const testSharedSecret = Buffer.from(
    'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
    'base64',
  );
  expect(hmacSha256(base, testSharedSecret)).toBe('pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=');
});

test('RFC 9530: the digests of the published examples come out to the letter', () => {
  expect(contentDigest('{"hello": "world"}')).toBe('sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:');
  expect(contentDigest('{"hello": "world"}\n')).toBe('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:');
});

const request = {
  method: 'POST',
  targetUri: 'https://gateway.example/api/pos/payment/offline',
  contentDigest: 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
  createdSeconds: 1_795_000_000,
  nonce: 'q83vEjRWeJCrze8SNFZ4kA',
  keyId: 'T-1001',
  key: new Uint8Array(32).fill(7),
} as const;

test('a request with a body covers method, target and digest, in this order, with created, nonce, keyid and alg', () => {
  const params =
    '("@method" "@target-uri" "content-digest");created=1795000000;nonce="q83vEjRWeJCrze8SNFZ4kA";keyid="T-1001";alg="hmac-sha256"';
  const signed = signRequest(request);
  expect(signed['Signature-Input']).toBe(`sig1=${params}`);
  const base = [
    '"@method": POST',
    '"@target-uri": https://gateway.example/api/pos/payment/offline',
    `"content-digest": ${request.contentDigest}`,
    `"@signature-params": ${params}`,
  ].join('\n');
  expect(signed.Signature).toBe(`sig1=:${hmacSha256(base, request.key)}:`);
});

test('a request without a body covers method and target alone', () => {
  const { contentDigest: _, ...bodiless } = request;
  const signed = signRequest({ ...bodiless, method: 'GET' });
  expect(signed['Signature-Input']).toMatch(/^sig1=\("@method" "@target-uri"\);created=/);
});

test('a terminal id with quotes and backslashes is escaped, one that is no printable ASCII cannot sign', () => {
  expect(signatureParams([], [['keyid', 'a"b\\c']])).toBe('();keyid="a\\"b\\\\c"');
  expect(canBeKeyId('T 1001/"a"')).toBe(true);
  for (const terminalId of ['', 'Касса-1', 'T\n1', 'T\u007f']) expect(canBeKeyId(terminalId)).toBe(false);
});

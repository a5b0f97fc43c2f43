import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseSignatureInput, readSignature } from '../../src/sandbox/gateway/check-signature.ts';

test('parameters are read and serialised as RFC 8941 has them, whatever the spaces', () => {
  const read = parseSignatureInput(
    'sig1=( "@method"  "@target-uri" ); created=1618884473;nonce="a\\"b";  alg="hmac-sha256"',
  );
  expect(read).toMatchObject({
    ok: true,
    value: {
      components: ['"@method"', '"@target-uri"'],
      serialised: '("@method" "@target-uri");created=1618884473;nonce="a\\"b";alg="hmac-sha256"',
    },
  });
  expect(read.ok && read.value.parameters.get('nonce')).toBe('a"b');
});

test.each([
  'sig2=("@method")',
  'sig1="@method"',
  'sig1=("@method";created=1',
  'sig1=("@method");created',
  'sig1=("@method");created=1;created=2',
  'sig1=("@method");nonce="open',
  'sig1=("@method"), sig2=("@method")',
  'sig1=("@method");nonce="кириллица"',
  '',
])('%j is not a signature input', (header) => {
  expect(parseSignatureInput(header).ok).toBe(false);
});

test('the signature base is the one that RFC 9421, section 2.5 describes', () => {
  const key = Buffer.alloc(32, 5);
  const body = Buffer.from('{"amount":15000}');
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const parameters =
    '("@method" "@target-uri" "content-digest");created=1618884473;nonce="0123456789abcdef";keyid="10000001"';
  const base = `"@method": POST\n"@target-uri": https://localhost:1/pos/refund?x=1\n"content-digest": ${digest}\n"@signature-params": ${parameters}`;
  const signature = createHmac('sha256', key).update(base).digest('base64');
  const read = readSignature({
    method: 'POST',
    targetUri: 'https://localhost:1/pos/refund?x=1',
    body,
    headers: {
      'signature-input': `sig1=${parameters}`,
      signature: `sig1=:${signature}:`,
      'content-digest': digest,
    },
  });
  expect(read).toMatchObject({ ok: true, value: { keyId: '10000001', createdSeconds: 1618884473 } });
  expect(read.ok && read.value.isBy(key)).toBe(true);
  expect(read.ok && read.value.isBy(Buffer.alloc(32, 6))).toBe(false);
});

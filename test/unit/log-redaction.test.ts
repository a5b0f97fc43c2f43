import { expect, test } from 'vitest';
import { FieldFailure, fieldError } from '../../src/errors.ts';
import { redact } from '../../src/logging/redact.ts';

test('what is named like a secret is hidden at any depth and in any spelling', () => {
  const secret = 'SECRET-28763214';
  const data = {
    code: secret,
    qr: secret,
    request: { headers: [{ Signature: secret, 'Signature-Input': secret, Authorization: secret }] },
    a: { b: { c: { terminalKey: secret, terminal_key: secret, servicePin: secret, activationCode: [secret] } } },
    sale: { customerCode: { text: secret } },
  };
  expect(JSON.stringify(redact(data))).not.toContain(secret);
});

test('the field code of an error is no secret', () => {
  const data = { error: fieldError('PRN-02', 'status 0x72'), thrown: new FieldFailure(fieldError('NET-06')) };
  expect(redact(data)).toEqual({ error: { code: 'PRN-02', detail: 'status 0x72' }, thrown: { code: 'NET-06' } });
});

test('what is no plain data is bounded and never throws', () => {
  const circle: Record<string, unknown> = { name: 'ring' };
  circle.self = circle;
  const unreadable = Object.defineProperty({}, 'x', { enumerable: true, get: () => JSON.parse('') });
  expect(redact('a'.repeat(5_000))).toBe(`${'a'.repeat(2_000)}[+3000]`);
  expect(JSON.stringify(redact(circle)).length).toBeLessThan(1_000);
  expect(redact(unreadable)).toBe('[unreadable]');
  expect((redact(Array.from({ length: 5_000 }, () => 1)) as unknown[]).at(-1)).toBe('[+4900]');
  expect(redact({ bytes: Buffer.from('abc'), big: 5n, nan: Number.NaN, at: new Date(0), f: () => 1 })).toEqual({
    bytes: '[3 bytes]',
    big: '5',
    nan: 'NaN',
    at: '1970-01-01T00:00:00.000Z',
    f: undefined,
  });
});

test('of an error the log has its name, message, errno and place', () => {
  const error = Object.assign(new Error('write failed'), { code: 'EIO' });
  expect(redact({ error })).toMatchObject({
    error: { name: 'Error', message: 'write failed', errno: 'EIO', stack: expect.stringContaining('log-redaction') },
  });
});

import { expect, test } from 'vitest';
import { problemCodes } from '../../src/gateway/outcome.ts';
import {
  maxRetryAfterMs,
  parseProblemBody,
  parseRetryAfter,
  problemRules,
  toProblem,
} from '../../src/gateway/problem.ts';

const nowMs = Date.UTC(2026, 10, 24, 9);

test('Retry-After in seconds', () => {
  expect(parseRetryAfter('7', nowMs)).toBe(7_000);
  expect(parseRetryAfter(' 0 ', nowMs)).toBe(0);
});

test('Retry-After as a date, by the gateway’s clock', () => {
  expect(parseRetryAfter('Tue, 24 Nov 2026 09:00:12 GMT', nowMs)).toBe(12_000);
  expect(parseRetryAfter('Tue, 24 Nov 2026 08:00:00 GMT', nowMs)).toBe(0);
});

test('an hour, or a year, in Retry-After does not stop the till: a minute at most', () => {
  expect(parseRetryAfter('3600', nowMs)).toBe(maxRetryAfterMs);
  expect(parseRetryAfter('9999999999', nowMs)).toBe(maxRetryAfterMs);
  expect(parseRetryAfter('Wed, 24 Nov 2027 09:00:00 GMT', nowMs)).toBe(maxRetryAfterMs);
});

test.each([undefined, '', 'soon', '-5', '1.5', '99999999999'])('Retry-After %s says nothing', (header) => {
  expect(parseRetryAfter(header, nowMs)).toBeUndefined();
});

test('every code of the contract has a status and a field code of its own', () => {
  expect(Object.keys(problemRules).sort()).toEqual([...problemCodes].sort());
  const fieldCodes = Object.values(problemRules).map((rule) => rule.fieldCode);
  expect(new Set(fieldCodes).size).toBe(fieldCodes.length);
});

test('a problem with an unknown code or without one is not the gateway’s', () => {
  expect(parseProblemBody({ status: 404, code: 'no-such-page' })).toBeNull();
  expect(parseProblemBody({ status: 404, title: 'Not Found' })).toBeNull();
  expect(parseProblemBody(undefined)).toBeNull();
});

test('a wrong activation code tells the attempts that are left', () => {
  const body = parseProblemBody({ status: 401, code: 'activation-code-wrong', attemptsLeft: 2, later: 'ignored' });
  expect(body && toProblem(401, body, undefined, undefined)).toEqual({
    status: 401,
    code: 'activation-code-wrong',
    error: { code: 'ACT-02', params: { attemptsLeft: 2 } },
    attemptsLeft: 2,
  });
});

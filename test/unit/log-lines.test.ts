import { expect, test } from 'vitest';
import { isWanted, logLineJson, logLineText, parseLogLine } from '../../src/cli/log-lines.ts';
import { createPaint } from '../../src/cli/terminal-text.ts';

const plain = createPaint(false, {});
const line = (fields: Record<string, unknown>, level = 'info', event = 'device.status') =>
  JSON.stringify({ level, time: '2026-11-24T06:44:01.123+03:00', event, ...fields });
const read = (text: string, paint = plain) => logLineText(text, parseLogLine(text), '[torn]', paint);
const wanted = (text: string, filter: { level?: 'debug' | 'warn' | 'error'; number?: number }) =>
  isWanted(text, parseLogLine(text), { level: filter.level ?? 'debug', number: filter.number ?? null });

test('time of the box with milliseconds, level, event, fields', () => {
  expect(read(line({ device: 'printer', ms: 61, paperLow: false, error: null }))).toBe(
    '2026-11-24 06:44:01.123 info  device.status device=printer ms=61 paperLow=false error=null',
  );
});

test('members are named by their path, lists and words with spaces stay in one piece', () => {
  const fields = {
    error: { code: 'PRN-02', params: { bytes: 3 } },
    to: '{"starting":"loading"}',
    days: ['2026-11-01', '2026-11-02'],
    detail: 'status=1 error=none',
    said: '"quoted"',
    empty: '',
    nothing: {},
    'a b=c': 1,
  };
  expect(read(line(fields, 'warn'))).toBe(
    [
      '2026-11-24 06:44:01.123 warn  device.status error.code=PRN-02 error.params.bytes=3 to={"starting":"loading"}',
      'days=["2026-11-01","2026-11-02"] detail="status=1 error=none" said="\\"quoted\\"" empty="" nothing={} "a b=c"=1',
    ].join(' '),
  );
});

const evil = 'a\u001b[2J\u009b31m\u202eb\tc\nd\u0007';
test.each([
  ['in a value', line({ detail: evil })],
  ['in a name', line({ [evil]: 1 })],
  ['in a list', line({ list: [evil] })],
  ['in the event', line({}, 'info', evil)],
  ['in the time', JSON.stringify({ level: 'info', time: evil, event: 'x' })],
  ['in a foreign line', evil.replace('\n', '')],
])('nothing acts upon the terminal: %s', (_, text) => {
  const shown = [read(text), logLineJson(text, parseLogLine(text))];
  for (const one of shown) expect(one).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(() => JSON.parse(shown[1] ?? '')).not.toThrow();
});

test('colours on a terminal: the level by its weight', () => {
  const paint = createPaint(true, {});
  expect(read(line({}, 'error'), paint)).toContain('\u001b[31merror\u001b[0m');
  expect(read(line({}, 'warn'), paint)).toContain('\u001b[33mwarn \u001b[0m');
  expect(read(line({}, 'info'), paint)).toContain(' info  ');
});

test.each([
  ['torn', '{"level":"info","time":"2026-11-24T06:4'],
  ['no JSON', 'kernel: oops'],
  ['another document', '[1,2]'],
  ['null', 'null'],
  ['another level', JSON.stringify({ level: 30, time: 'x', event: 'y' })],
  ['without an event', JSON.stringify({ level: 'info', time: 'x' })],
  ['empty', ''],
])('a line that is not the log’s is marked and shown as it is: %s', (_, text) => {
  expect(read(text)).toBe(`[torn] ${text}`);
  expect(JSON.parse(logLineJson(text, parseLogLine(text)))).toEqual({ unreadable: text });
  expect(wanted(text, { level: 'error' })).toBe(true);
});

test('--json gives a line as it is', () => {
  const text = line({ big: 9_007_199_254_740_991, text: 'Касса', nested: { a: [1] } });
  expect(logLineJson(`${text}\r`, parseLogLine(text))).toBe(text);
});

test('--level: this and worse', () => {
  const levels = ['debug', 'info', 'warn', 'error'];
  expect(levels.filter((level) => wanted(line({}, level), { level: 'warn' }))).toEqual(['warn', 'error']);
  expect(levels.filter((level) => wanted(line({}, level), {}))).toEqual(levels);
});

test('--number: the lines that name the transaction, wherever they do', () => {
  expect(wanted(line({ transactionNumber: 12 }), { number: 12 })).toBe(true);
  expect(wanted(line({ number: 12 }), { number: 12 })).toBe(true);
  expect(wanted(line({ body: { sale: [{ originalTransactionNumber: 12 }] } }), { number: 12 })).toBe(true);
  for (const other of [{ transactionNumber: 123 }, { ms: 12, status: 12, shiftNumber: 12 }, { detail: '12' }, {}])
    expect(wanted(line(other), { number: 12 })).toBe(false);
  expect(wanted(line({ number: 12 }), { number: 12, level: 'warn' })).toBe(false);
  expect(wanted('{"level":"info","transactionNumber":12', { number: 12 })).toBe(true);
  expect(wanted('{"level":"info","transactionNumber":123', { number: 12 })).toBe(false);
});

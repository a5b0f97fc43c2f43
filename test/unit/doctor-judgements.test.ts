import { expect, test } from 'vitest';
import { judgePeer, type Shown } from '../../src/doctor/connection.ts';
import { judgeDevice, judgeTill } from '../../src/doctor/devices.ts';
import { judgeRights } from '../../src/doctor/files.ts';
import { type GatewaySaid, judgeAnswer } from '../../src/doctor/gateway-answer.ts';
import { localMinutes } from '../../src/doctor/minutes.ts';
import { judgeObligations, type Owed } from '../../src/doctor/obligations.ts';
import { examineCrypto, examineProxy } from '../../src/doctor/process.ts';
import { type FieldCode, failed, fieldError, ok } from '../../src/errors.ts';
import type { Finding } from '../../src/locale/doctor.ts';

const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ name, state, error }) => [name, state, error?.code].filter(Boolean).join(' '));

const nowMs = Date.parse('2026-11-24T12:00:00Z');
const days = (count: number): number => nowMs + count * 86_400_000;
const leaf: Shown = { subject: 'pos.sendy.land', issuer: 'Some CA', endsMs: days(90), spki: `${'L'.repeat(43)}=` };
const root: Shown = { subject: 'Some CA', issuer: 'Some CA', endsMs: days(3_000), spki: `${'R'.repeat(43)}=` };
const peer = { protocol: 'TLSv1.3', refusal: null, chain: [leaf, root] };

test('a chain that is trusted is told whole, with the day on which its first certificate ends', () => {
  const [certificate, pin] = judgePeer(peer, 0, nowMs);
  expect(certificate).toMatchObject({
    state: 'ok',
    found: { params: { chain: 'pos.sendy.land 2027-02-22 ← Some CA 2035-02-10', days: 90, protocol: 'TLSv1.3' } },
  });
  expect(pin).toMatchObject({ state: 'skipped', found: { params: { spki: leaf.spki } } });
});

test('a certificate that ends within 30 days is warned of, whichever of the chain it is', () => {
  for (const chain of [
    [{ ...leaf, endsMs: days(29) }, root],
    [leaf, { ...root, endsMs: days(3) }],
  ])
    expect(said(judgePeer({ ...peer, chain }, 1, nowMs))).toEqual(['certificate warn NET-15', 'pin ok']);
  expect(said(judgePeer({ ...peer, chain: [{ ...leaf, endsMs: days(30) }] }, 1, nowMs))[0]).toBe('certificate ok');
});

test.each([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NET-03'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'NET-03'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'NET-03'],
  ['CERT_HAS_EXPIRED', 'NET-04'],
  ['CERT_NOT_YET_VALID', 'NET-04'],
  ['SOMETHING_NEW', 'NET-12'],
])('a certificate refused with %s is %s, and nothing is said of the pin', (refusal, code) => {
  expect(said(judgePeer({ ...peer, refusal }, 1, nowMs))).toEqual([`certificate fail ${code}`, 'pin skipped']);
});

test('a pin that does not match is no fault of the certificate', () => {
  const judged = judgePeer({ ...peer, refusal: 'PINNED_KEY_MISMATCH' }, 2, nowMs);
  expect(said(judged)).toEqual(['certificate ok', 'pin fail NET-05']);
});

const signer = ok({ terminalId: '10000001', key: Buffer.alloc(32) });
const answer = (outcome: GatewaySaid['outcome'], more: Partial<GatewaySaid> = {}): GatewaySaid => ({
  outcome,
  offsetMs: 0,
  connectMs: 40,
  requestMs: 60,
  ...more,
});
const refused = (code: FieldCode) =>
  answer({
    kind: 'refused',
    problem: { status: 401, code: 'signature-invalid', error: fieldError(code) },
  });

test.each(['NET-06', 'NET-07', 'NET-08', 'NET-10', 'NET-11'] as const)(
  'no answer, %s: nothing above is guessed',
  (code) => {
    const judged = judgeAnswer(answer({ kind: 'noAnswer', error: fieldError(code) }, { offsetMs: null }), signer);
    expect(said(judged)).toEqual(['captive-portal skipped', `gateway fail ${code}`]);
  },
);

test('an answer of somebody else is a portal, and its clock is not looked at', () => {
  const judged = judgeAnswer(answer({ kind: 'noAnswer', error: fieldError('NET-09') }, { offsetMs: null }), signer);
  expect(said(judged)).toEqual(['captive-portal fail NET-09']);
});

test.each([
  ['GWY-02', 'terminal fail GWY-02'],
  ['GWY-03', 'terminal fail GWY-03'],
  ['GWY-04', 'terminal fail GWY-04'],
  ['ACT-06', 'terminal fail ACT-06'],
  ['GWY-12', 'terminal warn GWY-12'],
] as const)('refused with %s', (code, wanted) => {
  expect(said(judgeAnswer(refused(code), signer)).at(-1)).toBe(wanted);
});

test('without a key a refusal is the gateway’s answer all the same', () => {
  const all = ['captive-portal ok', 'gateway ok', 'clock ok', 'latency ok'];
  expect(said(judgeAnswer(refused('GWY-02'), ok(null)))).toEqual([...all, 'terminal skipped ACT-01']);
  const unreadable = failed(fieldError('RGT-02'));
  expect(said(judgeAnswer(refused('GWY-02'), unreadable))).toEqual([...all, 'terminal skipped RGT-02']);
});

test.each([
  [4_000, 'clock ok'],
  [-6_000, 'clock warn CLK-01'],
  [299_000, 'clock warn CLK-01'],
  [-301_000, 'clock fail CLK-01'],
])('a clock that is %d ms off: %s', (offsetMs, wanted) => {
  expect(said(judgeAnswer({ ...refused('GWY-02'), offsetMs }, ok(null)))[2]).toBe(wanted);
});

test('connection and request together are the latency', () => {
  const slow = { ...refused('GWY-02'), connectMs: 800, requestMs: 701 };
  expect(said(judgeAnswer(slow, ok(null)))[3]).toBe('latency warn NET-13');
  expect(said(judgeAnswer({ ...slow, requestMs: 700 }, ok(null)))[3]).toBe('latency ok');
});

test('devices: ready, in trouble, switched off, never set up', () => {
  const missing = { state: 'missing', error: fieldError('KEY-01') };
  expect(
    said([
      judgeDevice('printer', { state: 'ready', paperLow: false }, 'usb'),
      judgeDevice('printer', { state: 'ready', paperLow: true }, 'usb'),
      judgeDevice('printer', { state: 'paperOut' }, 'usb'),
      judgeDevice('printer', { state: 'missing', error: fieldError('PRN-01') }, null),
      judgeDevice('keypad', missing, 'hid'),
      judgeDevice('keypad', missing, null),
      judgeDevice('keypad', missing, 'none'),
      judgeTill(null),
      judgeTill('virtual'),
    ]),
  ).toEqual([
    'printer ok',
    'printer warn PRN-06',
    'printer fail PRN-02',
    'printer fail PRN-01',
    'keypad fail KEY-01',
    'keypad warn KEY-01',
    'keypad skipped',
    'till skipped',
    'till warn CTL-06',
  ]);
});

test('each obligation is told with number, amount, since when and its last error; of many the first twenty', () => {
  const owed = (transactionNumber: number): Owed => ({
    kind: 'refund',
    transactionNumber,
    amountMinor: 15_000,
    since: '2026-11-24T03:44:01.123Z',
    lastError: 'NET-07',
  });
  const minute = localMinutes('Europe/Moscow');
  const [first] = judgeObligations([owed(7)], minute);
  expect(first).toEqual({
    name: 'obligation',
    state: 'warn',
    found: {
      key: 'owedRefund',
      params: { number: 7, amount: '150,00', since: '2026-11-24 06:44', lastError: 'NET-07' },
    },
    error: { code: 'OBL-01' },
  });
  const many = judgeObligations(
    Array.from({ length: 25 }, (_, index) => owed(index + 1)),
    minute,
  );
  expect([many.length, many.at(-1)?.found]).toEqual([21, { key: 'moreObligations', params: { count: 5 } }]);
  expect(said(judgeObligations([], minute))).toEqual(['obligation ok']);
});

test('rights: the key for its owner alone, the settings for the group too, both of the owner of the directory', () => {
  const of = (mode: number, uid = 900) => ({ file: '/d/f', mode: 0o100_000 | mode, uid, gid: 900, boxUid: 900 });
  expect(judgeRights('terminal-file', of(0o600), 0o077).state).toBe('ok');
  expect(judgeRights('terminal-file', of(0o640), 0o077).error?.code).toBe('RGT-01');
  expect(judgeRights('terminal-file', of(0o600, 0), 0o077)).toMatchObject({
    state: 'fail',
    error: { code: 'RGT-01', params: { mode: '0600', owner: '0:900' } },
  });
});

test('the crypto library, and proxies by name alone', () => {
  const library = { name: 'OpenSSL', version: '3.5.8', file: '/usr/lib/libcrypto.so.3', fips: false } as const;
  const finding = examineCrypto({ ...library, isBuiltIn: false, environment: { OPENSSL_CONF: '/etc/ssl/x.cnf' } });
  expect(finding.found.params).toEqual({
    library: 'OpenSSL 3.5.8',
    file: '/usr/lib/libcrypto.so.3',
    environment: 'OPENSSL_CONF=/etc/ssl/x.cnf',
  });
  expect([finding.found.key, examineCrypto({ ...library, isBuiltIn: true, environment: {} }).found.key]).toEqual([
    'cryptoShared',
    'cryptoBuiltIn',
  ]);
  expect(examineProxy({ PATH: '/bin', https_proxy: '' }).state).toBe('ok');
  expect(examineProxy({ ALL_PROXY: 'http://u:p@h' }).found.params).toEqual({ names: 'ALL_PROXY' });
});

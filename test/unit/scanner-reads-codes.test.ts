import { expect, test } from 'vitest';
import { decodeReport, encodeReports } from '../../devices/scanner/codec.ts';
import { createScannerDriver } from '../../devices/scanner/driver.ts';
import { fieldError } from '../../src/errors.ts';
import { scannerAtTheTill } from '../helpers/scanner-at-the-till.ts';
import { reportChannelTo } from '../helpers/simulated-wiring.ts';

test('a code in one report is read, without its AIM identifier', () => {
  const { simulator, scans } = scannerAtTheTill();
  simulator.scan('134567890123456789');
  expect(scans).toEqual(['134567890123456789']);
});

test('the report has the bytes of the HID POS layout', () => {
  const [report] = encodeReports(Buffer.from('12'));
  expect(Buffer.from(report ?? []).toString('hex')).toBe(`02025d51313132${'00'.repeat(57)}`);
});

test('a code of 512 bytes comes in ten reports and is one code', () => {
  const { simulator, scans } = scannerAtTheTill();
  const code = 'x'.repeat(512);
  expect(encodeReports(Buffer.from(code))).toHaveLength(10);
  simulator.scan(code);
  expect(scans).toEqual([code]);
});

test('a code whose data fill the last report exactly does not wait for another', () => {
  const { simulator, scans } = scannerAtTheTill();
  simulator.scan('y'.repeat(112));
  expect(scans).toEqual(['y'.repeat(112)]);
});

test('letters cut between two reports are whole again', () => {
  const { simulator, scans } = scannerAtTheTill();
  simulator.scan(`${'a'.repeat(55)}Ж${'б'.repeat(30)}`);
  expect(scans).toEqual([`${'a'.repeat(55)}Ж${'б'.repeat(30)}`]);
});

test('an identifier that the scanner repeats in the data, and the line end that it adds, are taken off', () => {
  const { simulator, scans } = scannerAtTheTill();
  simulator.scan(']Q1sendy-code\r\n');
  expect(scans).toEqual(['sendy-code']);
});

test('a scanner that sends no identifier is read as well', () => {
  const { driver, scans } = scannerAtTheTill();
  const { simulator } = scannerAtTheTill();
  simulator.setFault('unplugged');
  simulator.setFault('ok');
  driver.attach(reportChannelTo(simulator.cable));
  for (const report of encodeReports(Buffer.from('plain'), '')) simulator.cable.send(report);
  expect(scans).toEqual(['plain']);
});

test('one code after another, each once', () => {
  const { simulator, scans } = scannerAtTheTill();
  simulator.scan('first');
  simulator.scan('z'.repeat(100));
  simulator.scan('first');
  expect(scans).toEqual(['first', 'z'.repeat(100), 'first']);
});

test('the code is in no log line', () => {
  const { simulator, logLines } = scannerAtTheTill();
  simulator.scan('secret-of-the-customer');
  simulator.scan(`secret-of-the-customer\u0007`);
  simulator.setFault('garbage');
  simulator.scan('secret-of-the-customer');
  expect(logLines.join('\n')).not.toContain('secret');
  expect(logLines.join('\n')).not.toContain(Buffer.from('secret').toString('hex'));
});

test('a scanner that was never plugged in says so', () => {
  const driver = createScannerDriver({
    onScan: () => {},
    onRejected: () => {},
    log: () => {},
    clock: globalThis,
  });
  expect(driver.status()).toMatchObject({ state: 'missing', error: { code: 'SCN-01' } });
});

test('unplugged between two reports of a code: the half is forgotten and the next code is whole', () => {
  const { driver, simulator, scans, rejections } = scannerAtTheTill();
  const [first] = encodeReports(Buffer.from('h'.repeat(100)));
  simulator.cable.send(first ?? new Uint8Array());
  simulator.setFault('unplugged');
  driver.detach(fieldError('SCN-01', 'unplugged'));
  expect(driver.status()).toMatchObject({ state: 'missing', error: { code: 'SCN-01' } });
  simulator.setFault('ok');
  driver.attach(reportChannelTo(simulator.cable));
  simulator.scan('whole');
  expect(driver.status()).toEqual({ state: 'ready' });
  expect(scans).toEqual(['whole']);
  expect(rejections).toEqual([]);
});

test('encoding and decoding a report are one and the same layout', () => {
  const [report] = encodeReports(Buffer.from('0123456789'), ']d2');
  expect(decodeReport(report ?? new Uint8Array())).toEqual({
    ok: true,
    value: { aim: ']d2', data: new Uint8Array(Buffer.from('0123456789')), continued: false },
  });
});

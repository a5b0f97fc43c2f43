import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { examineClockSource } from '../../src/doctor/clock-source.ts';
import { examineWear } from '../../src/doctor/disk.ts';
import { examinePower } from '../../src/doctor/power.ts';
import { scratchDirectory } from '../helpers/control-scratch.ts';

/** What the kernel would show of a small machine. */
const sysfs = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const root = await scratchDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  return root;
};

const throttled = 'devices/platform/soc/soc:firmware/get_throttled';

test.each([
  ['0', 'ok', undefined],
  ['50005', 'fail', 'PWR-01'],
  ['50000', 'warn', 'PWR-02'],
  ['0x10000', 'warn', 'PWR-02'],
  // Too hot is no matter of the supply.
  ['80008', 'ok', undefined],
])('power of a Raspberry Pi whose firmware says %s: %s', async (text, state, code) => {
  const finding = examinePower(await sysfs({ [throttled]: text }));
  expect([finding.state, finding.error?.code]).toEqual([state, code]);
});

test('power by the kernel’s voltage sensor, and of a machine that has none', async () => {
  const sensor = (alarm: string) =>
    sysfs({
      'class/hwmon/hwmon0/name': 'cpu_thermal',
      'class/hwmon/hwmon1/name': 'rpi_volt',
      'class/hwmon/hwmon1/in0_lcrit_alarm': alarm,
    });
  expect(examinePower(await sensor('0')).state).toBe('ok');
  expect(examinePower(await sensor('1')).error?.code).toBe('PWR-01');
  expect(examinePower(await sysfs({})).state).toBe('skipped');
});

test.each([
  ['0x01 0x02', 'ok', undefined, 20],
  ['0x02 0x09', 'warn', 'DSK-03', 90],
  ['0x0b 0x01', 'fail', 'DSK-03', 100],
])('wear of an eMMC that says %s: %s', async (text, state, code, percent) => {
  const [finding] = examineWear(await sysfs({ 'mmcblk0/device/life_time': text, 'mmcblk0boot0/x': '' }));
  expect([finding?.state, finding?.error?.code, finding?.found.params]).toEqual([
    state,
    code,
    { device: 'mmcblk0', percent },
  ]);
});

test('a card that says nothing of its wear is not guessed about', async () => {
  for (const files of [{ 'sda/size': '1' }, { 'mmcblk0/size': '1' }, { 'mmcblk0/device/life_time': '0x00 0x00' }])
    expect(examineWear(await sysfs(files)).map(({ state }) => state)).toEqual(['skipped']);
});

test('the clock: synchronised, not yet, and set by something that is not known', async () => {
  const here = await sysfs({ 'timesync/x': '' });
  expect(examineClockSource(join(here, 'timesync')).error?.code).toBe('CLK-02');
  writeFileSync(join(here, 'timesync/synchronized'), '');
  expect(examineClockSource(join(here, 'timesync')).state).toBe('ok');
  expect(examineClockSource(join(here, 'nowhere')).state).toBe('skipped');
});

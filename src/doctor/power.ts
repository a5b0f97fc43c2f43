/** Has the supply voltage been too low? A Raspberry Pi tells; most machines do not. */
import { join } from 'node:path';
import { fieldError } from '../errors.ts';
import type { Finding } from '../locale/doctor.ts';
import { skipped, sound, trouble } from './finding.ts';
import { namesIn, textOf } from './sysfs.ts';

/** Raspberry Pi, get_throttled: bit 0 under-voltage now, bit 16 since the start; a hexadecimal number. */
const firmware = 'devices/platform/soc/soc:firmware/get_throttled';
const nowBit = 1 << 0;
const sinceStartBit = 1 << 16;

/** `root`: where sysfs is. */
export const examinePower = (root = '/sys'): Finding => {
  const throttled = textOf(join(root, firmware));
  if (throttled !== null && /^(?:0x)?[0-9a-f]+$/i.test(throttled)) {
    const bits = Number.parseInt(throttled, 16);
    if ((bits & nowBit) !== 0) return low('PWR-01', 'powerLow', 'get_throttled');
    if ((bits & sinceStartBit) !== 0) return low('PWR-02', 'powerWasLow', 'get_throttled');
    return sound('power', 'powerSound', { source: 'get_throttled' });
  }
  const alarm = voltageAlarm(join(root, 'class/hwmon'));
  if (alarm === null) return skipped('power', 'noPowerSensor');
  return alarm ? low('PWR-01', 'powerLow', 'rpi_volt') : sound('power', 'powerSound', { source: 'rpi_volt' });
};

const low = (code: 'PWR-01' | 'PWR-02', key: 'powerLow' | 'powerWasLow', source: string): Finding =>
  trouble(code === 'PWR-01' ? 'fail' : 'warn', 'power', fieldError(code), key, { source });

/** The kernel's driver raspberrypi-hwmon; null: there is none. */
const voltageAlarm = (directory: string): boolean | null => {
  for (const name of namesIn(directory)) {
    if (textOf(join(directory, name, 'name')) !== 'rpi_volt') continue;
    const alarm = textOf(join(directory, name, 'in0_lcrit_alarm'));
    if (alarm !== null) return alarm !== '0';
  }
  return null;
};

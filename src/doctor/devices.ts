/** The devices, by what their drivers say. */
import { type FieldError, fieldError } from '../errors.ts';
import type { CheckName, Finding } from '../locale/doctor.ts';
import { skipped, sound, trouble } from './finding.ts';

/** As the drivers of the box report it. */
export interface ReportedDevice {
  readonly state: string;
  readonly error?: FieldError;
  readonly paperLow?: boolean;
}

export type DeviceName = Extract<CheckName, 'printer' | 'scanner' | 'keypad' | 'display'>;

/** No sale without them; the others may be left out. */
const needed: ReadonlySet<DeviceName> = new Set(['printer', 'scanner']);

/** `driver`: of the settings; null: not set. */
export const judgeDevice = (name: DeviceName, report: ReportedDevice, driver: string | null): Finding => {
  if (driver === 'none') return skipped(name, 'deviceOff');
  const params = driver === null ? {} : { driver };
  if (report.state === 'ready')
    return report.paperLow === true
      ? trouble('warn', name, fieldError('PRN-06'), 'paperLow', params)
      : sound(name, 'deviceReady', params);
  const error = errorOf(report);
  if (driver === null) return trouble(needed.has(name) ? 'fail' : 'warn', name, error, 'deviceNotSet', {});
  return trouble('fail', name, error, 'deviceTrouble', params);
};

const errorOf = ({ state, error }: ReportedDevice): FieldError => {
  if (state === 'paperOut') return fieldError('PRN-02');
  if (state === 'coverOpen') return fieldError('PRN-03');
  return error ?? fieldError('DEV-01', state);
};

/** The link to a till is a setting that this version cannot serve yet. */
export const judgeTill = (driver: string | null): Finding =>
  driver === null || driver === 'none'
    ? skipped('till', 'tillNotNeeded')
    : trouble('warn', 'till', fieldError('CTL-06', `devices.till: ${driver}`), 'tillSet', { driver });

/** Has the system's clock been set by the network since the start? What cannot be known is said, not guessed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fieldError } from '../errors.ts';
import type { Finding } from '../locale/doctor.ts';
import { skipped, sound, trouble } from './finding.ts';

/** systemd-timesyncd(8), FILES: there from the first synchronisation on. */
const directory = '/run/systemd/timesync';

export const examineClockSource = (at = directory): Finding => {
  if (!existsSync(at)) return skipped('clock-source', 'clockSourceUnknown');
  return existsSync(join(at, 'synchronized'))
    ? sound('clock-source', 'clockSynchronised')
    : trouble('warn', 'clock-source', fieldError('CLK-02'), 'clockNotSynchronised', {});
};

/** Bugs of the service PIN's lock. */
import type { Plant } from './plant.ts';

export const servicePlants: readonly Plant[] = [
  {
    name: 'pin-guess-not-on-disk',
    what: 'a wrong service PIN is counted in memory only: a power cut is a free guess',
    file: 'src/settings/pin-attempts.ts',
    find: '      await this.#write(failures);',
    replace: '      await Promise.resolve();',
  },
  {
    name: 'pin-never-locked',
    what: 'after three wrong service PINs the next one is looked at at once',
    file: 'src/settings/pin-attempts.ts',
    find: '    if (failures === maxPinAttempts) this.#lock(pinLockMs);',
    replace: '    if (failures === maxPinAttempts) this.#lock(0);',
  },
];

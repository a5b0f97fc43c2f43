/** Bugs of the day close. */
import type { Plant } from './plant.ts';

export const dayClosePlants: readonly Plant[] = [
  {
    name: 'close-forgotten-over-a-power-cut',
    what: 'a day close without an answer is not taken up at the start',
    file: 'machines/world.ts',
    find: '        dayClose: await watch(dayClose.openClose()),',
    replace: '        dayClose: null,',
  },
  {
    name: 'close-given-up',
    what: 'a day close without an answer is told as not closed after three tries',
    file: 'machines/day-close-setup.ts',
    find: '    isNotClosed: ({ context }) => !context.unanswered && context.tries >= maxUnsentTries,',
    replace: '    isNotClosed: ({ context }) => context.tries >= maxUnsentTries,',
  },
  {
    name: 'close-sent-before-disk',
    what: 'a day close leaves the box before it is on disk',
    file: 'machines/day-close-world.ts',
    find: '        watch(dayClose.begin(input.comparison)),',
    replace: `        Promise.resolve({
          shiftNumber: input.comparison.report.shiftNumber ?? 0,
          begunAt: '2026-11-24T00:00:00.000Z',
          comparison: input.comparison,
          closed: null,
        }),`,
  },
  {
    name: 'close-without-report',
    what: 'the report of a day close is not owed with its answer',
    file: 'src/journal/day-closes.ts',
    find: '        if (changes > 0) for (const paper of papersFor(known))',
    replace: '        if (changes > 1) for (const paper of papersFor(known))',
  },
  {
    name: 'failed-close-left-on-disk',
    what: 'a day close that was told as not begun stays on disk, and goes on by itself one day',
    file: 'machines/day-close-world.ts',
    find: '        watch(dayClose.abandon(input.shiftNumber)),',
    replace: '        Promise.resolve(input.shiftNumber > 0 ? undefined : undefined),',
  },
];

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunningBox } from '../../machines/running-box.ts';
import { workBetweenSales } from '../../src/box/between-sales.ts';
import { type FieldError, FieldFailure, fieldError } from '../../src/errors.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a disk that could not be written is tried until it can, and then the screen is told', async () => {
  let failure: FieldError | null = null;
  let isFull = true;
  const tried: string[] = [];
  const end = workBetweenSales({
    box: { onView: () => () => {} } as unknown as RunningBox,
    journal: {
      checkpoint: async () => {},
      failure: () => failure,
      async probe() {
        tried.push(isFull ? 'full' : 'written');
        if (isFull) throw new FieldFailure(fieldError('JRN-01'));
        failure = null;
      },
    },
    onRecovered: () => tried.push('told'),
    warm: () => {},
    onError: () => {},
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tried, 'nothing is written for nothing').toEqual([]);

  failure = fieldError('JRN-01');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(tried).toEqual(['full', 'full']);
  isFull = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tried).toEqual(['full', 'full', 'written', 'told']);
  end();
});

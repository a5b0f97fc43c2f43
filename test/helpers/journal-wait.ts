/** Waits for another process by asking it again and again, each time after its last answer; the test's time-out bounds it. */
import { setImmediate } from 'node:timers/promises';

export const waitFor = async <T>(ask: () => Promise<T | null>): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    await setImmediate();
  }
};

/** Where answers wait: a long poll for its payment, a slow answer for its time. Everybody can be woken at once. */

export interface WaitingRoom {
  /**
   * Resolves when `subject` changes, when everybody is woken, when `signal` aborts, or after `ms`. Bounded by the number of
   * connections: each waits at most once.
   */
  wait(subject: number | null, ms: number, signal: AbortSignal): Promise<void>;
  wake(subject: number): void;
  wakeAll(): void;
}

export const createWaitingRoom = (): WaitingRoom => {
  const waiting = new Map<() => void, number | null>();
  return {
    wait: (subject, ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const leave = () => {
          waiting.delete(leave);
          clearTimeout(timer);
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const timer = setTimeout(leave, ms);
        signal.addEventListener('abort', leave);
        waiting.set(leave, subject);
      }),
    wake: (subject) => {
      for (const [leave, waitsFor] of [...waiting]) if (waitsFor === subject) leave();
    },
    wakeAll: () => {
      for (const leave of [...waiting.keys()]) leave();
    },
  };
};

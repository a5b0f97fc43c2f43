/** A directory of its own for one test, gone after it, and what the stores log. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const scratchDirectory = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'sendybox-test-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
};

export interface LoggedEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const eventLog = () => {
  const events: LoggedEvent[] = [];
  return {
    events,
    log: (event: string, data: Readonly<Record<string, unknown>> = {}): void => void events.push({ event, data }),
    named: (name: string): LoggedEvent[] => events.filter(({ event }) => event === name),
  };
};

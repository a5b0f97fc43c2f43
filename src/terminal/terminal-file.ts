/** `terminal.json` as a file: where it is, who may read it, and what its failures are called. */
import { join } from 'node:path';
import type { FileCalls } from '../storage/durable-file.ts';
import { JsonFileAdapter } from '../storage/json-adapter.ts';

/** Nobody but the box reads or writes it. */
export const secretMode = 0o600;

export const terminalCodes = { damaged: 'TRM-01', unusable: 'TRM-02' } as const;

/** `directory`: `$SENDYBOX_DATA`. Errors: TRM-01 damaged, TRM-02 not usable. */
export const openTerminalFile = <T>(directory: string, calls?: FileCalls): JsonFileAdapter<T> =>
  new JsonFileAdapter({
    path: join(directory, 'terminal.json'),
    mode: secretMode,
    codes: terminalCodes,
    ...(calls && { calls }),
  });

/** `settings.json` as a file: where it is, who may read it, and what its failures are called. */
import { join } from 'node:path';
import type { FileCalls } from '../storage/durable-file.ts';
import { JsonFileAdapter } from '../storage/json-adapter.ts';
import type { SettingsDocument } from './schema.ts';

/** Group-readable: the hash of the service PIN is in it, and an engineer of the group may read it without sudo. */
const fileMode = 0o640;

/** `directory`: `$SENDYBOX_DATA`. Errors: SET-01 damaged, SET-06 not usable. */
export const openSettingsFile = (directory: string, calls?: FileCalls): JsonFileAdapter<SettingsDocument> =>
  new JsonFileAdapter({
    path: join(directory, 'settings.json'),
    mode: fileMode,
    codes: { damaged: 'SET-01', unusable: 'SET-06' },
    ...(calls && { calls }),
  });

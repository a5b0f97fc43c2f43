/** An engineer's edit of `settings.json` over SSH is taken up while the box runs, or refused and said. */
import { watch } from 'node:fs';
import type { Log } from '../logging/logger.ts';
import type { SettingsStore } from '../settings/settings-store.ts';

/** Editors write in several steps (a new file, a rename): the last one counts. */
const settledMs = 300;

/** Returns what ends it. The store knows its own writes from an edit by their text. */
export const watchSettings = (directory: string, settings: SettingsStore, log: Log): (() => void) => {
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    timer = null;
    settings.reload().then(
      (outcome) => {
        if (outcome.ok && outcome.value.length > 0)
          log('settings.editTaken', { keys: outcome.value.map(({ key }) => key) });
      },
      (error: unknown) => log('settings.reloadFailed', { error: String(error) }, 'error'),
    );
  };
  const watcher = watch(directory, (_, name) => {
    if (name !== 'settings.json') return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(look, settledMs);
  });
  // Without it (a directory that is gone, no inotify watches left) an edit is taken up at the next start.
  watcher.on('error', (error) => log('settings.watchFailed', { error: String(error) }, 'warn'));
  return () => {
    watcher.close();
    if (timer !== null) clearTimeout(timer);
  };
};

/** USB keypad or keyboard by its boot reports: one key of the box for each key that goes down. */
import { fieldError } from '../../src/errors.ts';
import { createStatusCell } from '../device-status.ts';
import type { ReportChannel } from '../transport/types.ts';
import { decodeKeyReport, keymapWith, keyOf, newlyPressed } from './codec.ts';
import type { KeypadDriver, KeypadOptions } from './types.ts';

export const createKeypadDriver = ({ onKey, log, keys }: KeypadOptions): KeypadDriver => {
  const keymap = keymapWith(keys ?? {});
  const cell = createStatusCell('keypad', { state: 'missing', error: fieldError('KEY-01', 'not opened yet') }, log);
  let current: ReportChannel | null = null;
  let down: readonly number[] = [];

  const takeReport = (bytes: Uint8Array): void => {
    const report = decodeKeyReport(bytes);
    if (!report.ok) {
      log('keypad.unreadable', { what: report.error });
      return;
    }
    if (report.value === null) return;
    const { usages, modifiers } = report.value;
    const pressed = newlyPressed(down, usages);
    down = usages;
    for (const usage of pressed) {
      const key = keyOf(usage, modifiers, keymap);
      if (key === null) log('keypad.unknownKey', { usage });
      else if (key !== 'silent') onKey(key);
    }
  };

  return {
    attach(channel) {
      down = [];
      current = channel;
      cell.set({ state: 'ready' });
      channel.onReport((bytes) => {
        if (current === channel) takeReport(bytes);
      });
    },
    detach(error) {
      down = [];
      current = null;
      cell.set({ state: 'missing', error });
    },
    status: cell.get,
    onStatus: cell.onStatus,
    async close() {
      const closing = current;
      current = null;
      await closing?.close();
    },
  };
};

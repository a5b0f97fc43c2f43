/** Serial customer display: writes a line only when it changes, and never lets the box wait for it. */
import { fieldError } from '../../src/errors.ts';
import { createStatusCell } from '../device-status.ts';
import type { ByteChannel } from '../transport/types.ts';
import { displayCodecs } from './codec.ts';
import { foldScreen } from './fold.ts';
import type { DisplayDriver, DisplayLines, DisplayOptions } from './types.ts';

/** Two lines and a reset are 60 bytes: 63 ms at 9600 baud. A display that holds the line (no CTS) never takes them. */
export const writeTimeoutMs = 2_000;

const nothing: DisplayLines = ['', ''];

export const createDisplayDriver = ({ protocol, log, clock }: DisplayOptions): DisplayDriver => {
  const codec = displayCodecs[protocol];
  const cell = createStatusCell('display', { state: 'missing', error: fieldError('DSP-01', 'not opened yet') }, log);
  let current: ByteChannel | null = null;
  let wanted = nothing;
  /** What the display shows for certain; null: it must be reset first. */
  let shown: DisplayLines | null = null;
  let writing = false;

  /** The bytes from what is shown to what is wanted; none when they are the same. */
  const difference = (): Uint8Array => {
    const parts: Uint8Array[] = shown === null ? [codec.reset()] : [];
    for (const row of [0, 1] as const)
      if (wanted[row] !== (shown ?? nothing)[row]) parts.push(codec.line(row, wanted[row]));
    return Buffer.concat(parts);
  };

  const write = async (channel: ByteChannel, bytes: Uint8Array): Promise<void> => {
    const abort = new AbortController();
    const timer = clock.setTimeout(
      () => abort.abort(new Error(`takes no bytes for ${writeTimeoutMs} ms`)),
      writeTimeoutMs,
    );
    try {
      await channel.write(bytes, abort.signal);
    } finally {
      clock.clearTimeout(timer as never);
    }
  };

  /** Writes until the display shows what is wanted. After a failure it rests until the next change or attach. */
  const catchUp = async (channel: ByteChannel): Promise<void> => {
    for (let bytes = difference(); bytes.length > 0; bytes = difference()) {
      const target = wanted;
      try {
        await write(channel, bytes);
      } catch (thrown) {
        if (current !== channel) return;
        shown = null;
        const detail = thrown instanceof Error ? thrown.message : String(thrown);
        cell.set({ state: 'faulted', error: fieldError('DSP-01', detail) });
        return;
      }
      if (current !== channel) return;
      shown = target;
      cell.set({ state: 'ready' });
    }
  };

  const refresh = (): void => {
    const channel = current;
    if (channel === null || writing) return;
    writing = true;
    void catchUp(channel).finally(() => {
      writing = false;
      if (current !== channel) refresh();
    });
  };

  return {
    attach(channel) {
      current = channel;
      shown = null;
      cell.set({ state: 'ready' });
      channel.onData((bytes) =>
        log('display.unexpectedBytes', { hex: Buffer.from(bytes.subarray(0, 16)).toString('hex') }),
      );
      refresh();
    },
    detach(error) {
      current = null;
      shown = null;
      cell.set({ state: 'missing', error });
    },
    show(screen) {
      wanted = foldScreen(screen);
      refresh();
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

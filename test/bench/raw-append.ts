/** The yardstick of the disk: bytes appended to a file, and fdatasync. */
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';

export interface RawAppend {
  /** Milliseconds of one append with its fdatasync. */
  measure(): number;
  close(): void;
}

export const openRawAppend = (path: string, bytes: number): RawAppend => {
  const file = openSync(path, 'a');
  const block = Buffer.alloc(bytes, 0x2e);
  return {
    measure() {
      const from = performance.now();
      writeSync(file, block);
      fdatasyncSync(file);
      return performance.now() - from;
    },
    close: () => closeSync(file),
  };
};

/** A disk that is full: a file is opened, and then takes no byte; as ENOSPC comes from a real one. */
import { open, rename } from 'node:fs/promises';
import type { FileCalls } from '../../src/storage/durable-file.ts';

const noSpace = (): Error => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

export const diskThatFills = () => {
  const disk = { full: false };
  const calls: FileCalls = {
    rename,
    async open(path, flags, mode) {
      const file = await open(path, flags, mode);
      if (disk.full) file.writeFile = () => Promise.reject(noSpace());
      return file;
    },
  };
  return { disk, calls };
};

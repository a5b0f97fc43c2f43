/** Is a `caFile` one that the box can use? With a wrong one no connection is possible. */
import { readFileSync } from 'node:fs';
import { failed, type Result, reasonedError } from '../errors.ts';
import { createTrust, type Trust } from './transport/tls.ts';

/** Null: the system's certificates. Error: SET-02 with the reason. */
export const trustFrom = (path: string | null, pinnedKeys: readonly string[]): Result<Trust> => {
  let caPem: string | null;
  try {
    caPem = path === null ? null : readFileSync(path, 'utf8');
  } catch (thrown) {
    const { code = 'EIO' } = thrown as NodeJS.ErrnoException;
    return failed(reasonedError('SET-02', 'caFileUnreadable', { key: 'caFile', errno: code }, `${path}: ${code}`));
  }
  return createTrust({ caPem, pinnedKeys });
};

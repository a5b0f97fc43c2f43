/** Is a `caFile` one that the box could use? Before it is taken up: with a wrong one no connection is possible any more. */
import { readFileSync } from 'node:fs';
import { type FieldError, reasonedError } from '../errors.ts';
import { createTrust } from './transport/tls.ts';

/** Null: it can be read and holds certificates. Error: SET-02 with the reason. */
export const caFileRefusal = (path: string): FieldError | null => {
  let caPem: string;
  try {
    caPem = readFileSync(path, 'utf8');
  } catch (thrown) {
    const { code = 'EIO' } = thrown as NodeJS.ErrnoException;
    return reasonedError('SET-02', 'caFileUnreadable', { key: 'caFile', errno: code }, `${path}: ${code}`);
  }
  const trust = createTrust({ caPem, pinnedKeys: [] });
  return trust.ok ? null : trust.error;
};

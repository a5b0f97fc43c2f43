/** Counts commits in a SQLite write-ahead log, whatever wrote it (sqlite.org/fileformat2.html#walformat). */
import { readFileSync } from 'node:fs';

const headerBytes = 32;
const frameHeaderBytes = 24;

/** Commit frames of the log's present generation: those that carry its salts and the size of the database. */
export const commitsInLog = (databasePath: string): number => {
  const log = readFileSync(`${databasePath}-wal`);
  const pageBytes = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let commits = 0;
  for (let at = headerBytes; at + frameHeaderBytes <= log.length; at += frameHeaderBytes + pageBytes) {
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    if (log.readUInt32BE(at + 4) !== 0) commits += 1;
  }
  return commits;
};

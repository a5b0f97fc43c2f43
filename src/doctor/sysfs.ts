/** What the kernel tells in small files; whatever is not there or may not be read tells nothing. */
import { readdirSync, readFileSync } from 'node:fs';

export const namesIn = (directory: string): string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};

/** Without the line feed at its end. */
export const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
};

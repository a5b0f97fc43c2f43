/**
 * The third defence of a bundle: nothing secret is put into it, what is secret by its name is hidden, and here what is
 * secret by its value, wherever it stands. Whoever may not read the secrets cannot have them in his bundle by these files.
 */
import { join } from 'node:path';
import { readWhole } from '../storage/durable-file.ts';

const hidden = '[hidden]';

/** A shorter one would be found in innocent text; none of the box's is. */
const minSecretLength = 12;

/** The members that are secrets, in whichever of the box's files they stand. */
const secretMembers: ReadonlySet<string> = new Set(['terminalKey', 'salt', 'hash']);
const names = ['terminal.json', 'settings.json'];
const forms = ['', '.bak', '.refused'];

export type Scrub = (text: string) => string;

export const createScrub = async (dataDirectory: string): Promise<Scrub> => {
  const secrets = new Set<string>();
  for (const name of names)
    for (const form of forms) {
      const text = await readWhole(join(dataDirectory, `${name}${form}`)).catch(() => null);
      for (const secret of secretsIn(text ?? '')) secrets.add(secret);
    }
  return (text) => [...secrets].reduce((clean, secret) => clean.replaceAll(secret, hidden), text);
};

/** By the text, not by its meaning: a torn file holds the key all the same. */
const secretsIn = (text: string): string[] =>
  [...text.matchAll(/"(\w+)"\s*:\s*"([^"\\]+)/g)].flatMap(([, name, value]) =>
    secretMembers.has(name ?? '') && (value?.length ?? 0) >= minSecretLength ? [value ?? ''] : [],
  );

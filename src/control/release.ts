/** Which version of the box this is, and what it runs on. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Release {
  readonly version: string;
  /** Of a checkout; a release says it in its own `package.json`. */
  readonly commit: string | null;
  readonly runtime: string;
}

/** The directory of the box's `package.json`, from the directory of the running file upwards; null where there is none. */
export const findRoot = (from: string): string | null => {
  for (let directory = from; ; directory = dirname(directory)) {
    if (readPackage(directory)?.name === 'sendy-box') return directory;
    if (directory === dirname(directory)) return null;
  }
};

export const readRelease = (root: string | null): Release => {
  const found = root === null ? null : readPackage(root);
  return {
    version: typeof found?.version === 'string' ? found.version : '0.0.0',
    commit: typeof found?.commit === 'string' ? found.commit : root === null ? null : headCommit(join(root, '.git')),
    runtime: `node ${process.versions.node} ${process.platform}-${process.arch}`,
  };
};

const readPackage = (directory: string): Record<string, unknown> | null => {
  const text = readText(join(directory, 'package.json'));
  return text === null ? null : (JSON.parse(text) as Record<string, unknown>);
};

const headCommit = (git: string): string | null => {
  const head = readText(join(git, 'HEAD'))?.trim();
  const ref = head === undefined ? undefined : /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
  const commit = ref === undefined ? head : (readText(join(git, ref))?.trim() ?? packedCommit(git, ref));
  return commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null;
};

const packedCommit = (git: string, ref: string): string | undefined =>
  readText(join(git, 'packed-refs'))
    ?.split('\n')
    .find((entry) => entry.endsWith(` ${ref}`))
    ?.split(' ')[0];

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

/** Secrets nobody else has, each with the way it went in, and where they might come out again. */
import { randomBytes, randomInt } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');
export const word = (): string => `C${randomBytes(12).toString('hex')}`;

export interface Canaries {
  count(): number;
  /** Returns the secret. `marker` is the part that would betray it, where the whole is too long to be in a line. */
  make(way: string, secret: string, marker?: string): string;
  /** The ways by which some came into the text, as they were or as bytes in hexadecimal. */
  foundIn(text: string): string[];
}

export const createCanaries = (): Canaries => {
  const all = new Map<string, string>();
  return {
    count: () => all.size,
    make(way, secret, marker = secret) {
      all.set(marker, way);
      return secret;
    },
    foundIn: (text) => [
      ...new Set(
        [...all]
          .filter(([marker]) => text.includes(marker) || text.includes(Buffer.from(marker).toString('hex')))
          .map(([, way]) => way),
      ),
    ],
  };
};

/** Codes as customers, scanners and other shops have them. */
export const codeOf = (index: number, canaries: Canaries, way: string): string => {
  const marker = word();
  const forms: (() => string)[] = [
    () => canaries.make(way, `28${digits(16)}`),
    () => canaries.make(way, `https://pay.example/${marker}`, marker),
    () => canaries.make(way, `${marker}${'9'.repeat(600)}`, marker),
    () => canaries.make(way, `${marker.slice(0, 20)}\u0007${marker.slice(20)}`, marker.slice(0, 20)),
    () => canaries.make(way, `SBX1:${marker}:1`, marker),
    () => canaries.make(way, `BAD${marker}`, marker),
  ];
  return forms[index % forms.length]?.() ?? '';
};

const parentOf = (pid: string): string => {
  try {
    // The name before it may hold spaces and brackets.
    return (
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1] ?? ''
    );
  } catch {
    return ''; // ended meanwhile
  }
};

const familyOf = (root: number): readonly string[] => {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  const family = [String(root)];
  for (const member of family) family.push(...pids.filter((pid) => parents.get(pid) === member));
  return family;
};

/** What the system shows of a process and all that it started: command lines, environments, open files and the rest. */
export const procEntriesOf = (root: number): { readonly processes: number; readonly text: string } => {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'latin1');
    } catch {
      return ''; // some are for the kernel's eyes alone
    }
  };
  const family = familyOf(root);
  const entries = ['cmdline', 'environ', 'comm', 'stat', 'status', 'maps', 'mountinfo', 'cgroup', 'limits'];
  const text = family.flatMap((pid) => [
    ...entries.map((entry) => read(`/proc/${pid}/${entry}`)),
    ...readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(join('/proc', pid, 'fd', fd));
      } catch {
        return ''; // closed meanwhile
      }
    }),
  ]);
  return { processes: family.length, text: text.join('\n') };
};

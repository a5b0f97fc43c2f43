/** What happened in a seed, in order: the last lines for whoever looks for a bug, and a hash over all of them. */
import { createHash } from 'node:crypto';

export interface Trace {
  /** `at`: milliseconds of virtual time. */
  say(atMs: number, line: string): void;
  /** The last ones. */
  lines(): readonly string[];
  hash(): string;
}

/** `1d 02:03:04.005`: days and the time of day since the seed began. */
export const instantText = (ms: number): string => {
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = Math.floor(ms / 86_400_000);
  const rest = Math.floor(ms) % 86_400_000;
  const [hours, minutes, seconds] = [
    Math.floor(rest / 3_600_000),
    Math.floor(rest / 60_000) % 60,
    Math.floor(rest / 1_000) % 60,
  ];
  return `${day}d ${two(hours)}:${two(minutes)}:${two(seconds)}.${String(rest % 1_000).padStart(3, '0')}`;
};

/** Joined before they are hashed: the hash is a part of every line's cost. */
const linesInABlock = 256;

/** `length`: how many lines are kept. */
export const createTrace = (length: number): Trace => {
  const hash = createHash('sha256');
  const kept: string[] = [];
  let block: string[] = [];
  let at = 0;

  const take = (): void => {
    hash.update(block.join('\n'));
    block = [];
  };

  return {
    say(atMs, line) {
      const whole = `${atMs} ${line}`;
      block.push(whole);
      if (block.length >= linesInABlock) take();
      if (length === 0) return;
      kept[at % length] = whole;
      at += 1;
    },
    lines: () =>
      (at <= length ? kept : [...kept.slice(at % length), ...kept.slice(0, at % length)]).map((line) => {
        const space = line.indexOf(' ');
        return `${instantText(Number(line.slice(0, space)))} ${line.slice(space + 1)}`;
      }),
    hash() {
      take();
      return hash.copy().digest('hex');
    },
  };
};

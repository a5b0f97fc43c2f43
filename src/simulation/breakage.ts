/**
 * Ports that break outright: a call that never settles, one that rejects with what is no field error, each before or
 * after it has done its work, and one that takes its time. The shipped parts promise not to; the machines must be right
 * all the same.
 */
import { never } from './power.ts';
import type { Random } from './random.ts';

export const injected = 'injected by the simulator';

export type Break = 'hangs' | 'hangsAfterwards' | 'throws' | 'throwsAfterwards' | 'slow';
/** Slow ones twice: a worn card is what a box meets. */
export const breaks: readonly Break[] = ['hangs', 'hangsAfterwards', 'throws', 'throwsAfterwards', 'slow', 'slow'];

export interface Breakage {
  /** Of a thousand calls so many break. */
  rate: number;
  /** One in four of these breaks. */
  aim: RegExp | null;
  /** How what is aimed at breaks. */
  aimedBreaks: readonly Break[];
  /** These never return. */
  stalls: RegExp | null;
  /** Since the last start a call had its effect on the disk, and nobody was told. */
  untold: boolean;
}

export interface BreakageDeps {
  readonly breakage: Breakage;
  readonly random: Random;
  readonly onFault: (kind: string) => void;
  readonly say: (line: string) => void;
  /** On the box's own clock: never, once its power is gone. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** What a commit changes is part of its name, so that one of many can be aimed at. */
const described = (call: string, [, change]: readonly unknown[]): string =>
  call === 'journal.recordSale' ? `${call} ${Object.keys(change ?? {}).join()}` : call;

type Port = Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;

/** `calls`: those of its methods that return promises. */
export const breaking = <T extends object>(
  name: string,
  port: T,
  calls: readonly (keyof T & string)[],
  { breakage, random, onFault, say, sleep }: BreakageDeps,
): T => {
  const draw = (call: string, values: readonly unknown[]): Break | null => {
    const what = described(`${name}.${call}`, values);
    if (breakage.stalls?.test(what) === true) return broken('hangs', what);
    if (breakage.aim?.test(what) === true && random.chance(1 / 4))
      return broken(random.pick(breakage.aimedBreaks), what);
    if (breakage.rate === 0 || !random.chance(breakage.rate / 1_000)) return null;
    return broken(random.pick(breaks), what);
  };
  const broken = (how: Break, what: string): Break => {
    onFault(`ports.${how}`);
    say(`${what} ${how}`);
    return how;
  };
  const methods = port as unknown as Port;
  const wrapped = { ...methods } as Record<string, unknown>;
  for (const call of calls) {
    const method = methods[call];
    if (method === undefined) continue;
    wrapped[call] = async (...values: readonly unknown[]): Promise<unknown> => {
      const how = draw(call, values);
      if (how === null) return method(...values);
      if (how === 'hangs') return never();
      if (how === 'throws') throw new Error(injected);
      const result = await method(...values);
      if (how === 'slow') {
        await sleep(random.span(100, 29_000));
        return result;
      }
      breakage.untold ||= name === 'journal' || name === 'dayClose';
      if (how === 'hangsAfterwards') return never();
      throw new Error(injected);
    };
  }
  return wrapped as T;
};

/**
 * Ports that break outright: a call that never settles, one that rejects with what is no field error, each before or
 * after it has done its work. The shipped parts promise not to; the machines must be right all the same.
 */
import { never } from './power.ts';
import type { Random } from './random.ts';

export const injected = 'injected by the simulator';

type Break = 'hangs' | 'hangsAfterwards' | 'throws' | 'throwsAfterwards';

export interface Breakage {
  /** Of a thousand calls so many break. */
  rate: number;
  /** Since the last start a call had its effect on the disk, and nobody was told. */
  untold: boolean;
}

export interface BreakageDeps {
  readonly breakage: Breakage;
  readonly random: Random;
  readonly onFault: (kind: string) => void;
  readonly say: (line: string) => void;
}

type Port = Readonly<Record<string, (...values: readonly unknown[]) => unknown>>;

/** `calls`: those of its methods that return promises. */
export const breaking = <T extends object>(
  name: string,
  port: T,
  calls: readonly (keyof T & string)[],
  { breakage, random, onFault, say }: BreakageDeps,
): T => {
  const draw = (call: string): Break | null => {
    if (breakage.rate === 0 || !random.chance(breakage.rate / 1_000)) return null;
    const how = random.pick<Break>(['hangs', 'hangsAfterwards', 'throws', 'throwsAfterwards']);
    onFault(`ports.${how}`);
    say(`${name}.${call} ${how}`);
    return how;
  };
  const methods = port as unknown as Port;
  const wrapped = { ...methods } as Record<string, unknown>;
  for (const call of calls) {
    const method = methods[call];
    if (method === undefined) continue;
    wrapped[call] = async (...values: readonly unknown[]): Promise<unknown> => {
      const how = draw(call);
      if (how === null) return method(...values);
      if (how === 'hangs') return never();
      if (how === 'throws') throw new Error(injected);
      await method(...values);
      breakage.untold ||= name === 'journal';
      if (how === 'hangsAfterwards') return never();
      throw new Error(injected);
    };
  }
  return wrapped as T;
};

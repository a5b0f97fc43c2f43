/** `npm run simulate -- --plants`: each planted bug, and which seed caught it by which rule. */
import { availableParallelism } from 'node:os';
import type { Plant } from './plant.ts';
import { plants, staleness } from './plants.ts';
import { inParallel, type RunOrder, runSeeds, type SeedMessage } from './workers.ts';

export interface PlantVerdict {
  readonly plant: Plant;
  /** Null: not caught by any of the seeds. */
  readonly seed: number | null;
  readonly rule: string;
  readonly detail: string;
  readonly tookMs: number;
  /** Why the plant itself is no good: stale, not loaded. Then it says nothing about the simulator. */
  readonly broken: string | null;
}

export interface TableOptions extends Omit<RunOrder, 'seeds' | 'plant'> {
  readonly workers: number;
  readonly from: number;
  /** A bug that so many seeds do not see is not caught. */
  readonly maxSeeds: number;
  readonly only?: readonly string[] | undefined;
}

const tryPlant = async (plant: Plant, options: TableOptions): Promise<PlantVerdict> => {
  const { workers: _, only: __, from, maxSeeds, ...size } = options;
  const startedMs = performance.now();
  const verdict = (rest: Partial<PlantVerdict>): PlantVerdict => ({
    plant,
    seed: null,
    rule: '',
    detail: '',
    broken: null,
    tookMs: performance.now() - startedMs,
    ...rest,
  });
  const stale = staleness(plant);
  if (stale !== null) return verdict({ broken: stale });

  const seeds = Array.from({ length: maxSeeds }, (_seed, index) => from + index);
  const caught: SeedMessage[] = [];
  let isPlanted = false;
  try {
    await runSeeds({ ...size, seeds, plant: plant.name }, (message) => {
      isPlanted ||= message.planted;
      if (message.violations.length > 0) caught.push(message);
      return message.violations.length === 0;
    });
  } catch (thrown) {
    return verdict({ broken: thrown instanceof Error ? thrown.message : String(thrown) });
  }
  if (!isPlanted) return verdict({ broken: `${plant.file} is not part of what is simulated` });
  const [found] = caught;
  const [first] = found?.violations ?? [];
  if (found === undefined || first === undefined) return verdict({});
  // Only the difference is a catch: a seed that fails without the bug has caught something else.
  if (!(await isQuiet(size, found.seed))) return verdict({ broken: `seed ${found.seed} fails without it, too` });
  return verdict({ seed: found.seed, rule: first.rule, detail: first.detail });
};

const isQuiet = async (size: Omit<RunOrder, 'seeds' | 'plant'>, seed: number): Promise<boolean> => {
  let isWell = true;
  await runSeeds({ ...size, seeds: [seed], plant: null }, ({ violations }) => {
    isWell = violations.length === 0;
    return isWell;
  });
  return isWell;
};

/** In the order of the list; `onVerdict` as they come. */
export const tryPlants = async (
  options: TableOptions,
  onVerdict: (verdict: PlantVerdict) => void,
): Promise<readonly PlantVerdict[]> => {
  const wanted = plants.filter(({ name }) => options.only?.includes(name) ?? true);
  const verdicts = new Map<Plant, PlantVerdict>();
  await inParallel(
    options.workers,
    wanted.map((plant) => async () => {
      const verdict = await tryPlant(plant, options);
      verdicts.set(plant, verdict);
      onVerdict(verdict);
    }),
  );
  return wanted.flatMap((plant) => verdicts.get(plant) ?? []);
};

export const isCaught = ({ seed, broken }: PlantVerdict): boolean => seed !== null && broken === null;

export const plantLine = (verdict: PlantVerdict): string => {
  const { plant, seed, rule, broken, tookMs } = verdict;
  const end = broken ?? (seed === null ? 'NOT CAUGHT' : `seed ${seed}, ${rule}`);
  const word = broken === null ? end : `BROKEN PLANT: ${end.split('\n')[0]}`;
  return `${plant.name.padEnd(36)} ${word.padEnd(44)} ${(tookMs / 1_000).toFixed(1).padStart(6)} s  ${plant.what}`;
};

export const usualWorkers = (): number => availableParallelism();

/**
 * One process of the simulator: runs the seeds it is told, one after the other, and reports each. A bug is planted, when
 * one is, before anything of the box is loaded.
 */
import { enableCompileCache } from 'node:module';
import { endless, notLoadedStatus, type RunOrder, type SeedMessage } from './workers.ts';

// Types are stripped and modules compiled once, and not by every process of a run anew: a third of a second of each.
// What is kept is looked up by the source itself, so a planted bug is not mistaken for the file that it is planted in.
enableCompileCache();

const report = (message: SeedMessage): void => {
  process.send?.(message);
};

/** Each transition is told once a process: its name is longer than all the rest. */
const told = new Set<string>();

type Planting = typeof import('./plants.ts');
type Simulation = typeof import('./seed-run.ts');

const load = async (plant: string | null): Promise<{ planting: Planting | null; simulation: Simulation }> => {
  if (plant === null) return { planting: null, simulation: await import('./seed-run.ts') };
  const planting = await import('./plants.ts');
  const bug = planting.plantNamed(plant);
  if (bug === null) throw new Error(`no plant is called ${plant}`);
  planting.plantBug(bug);
  return { planting, simulation: await import('./seed-run.ts') };
};

const run = async ({ seeds, plant, ...options }: RunOrder): Promise<void> => {
  const { planting, simulation } = await load(plant);
  for (const seed of seeds) {
    const startedMs = performance.now();
    try {
      const { trace, transitions, violations, ...rest } = await simulation.runSeed({ seed, ...options });
      const fresh = transitions.filter((id) => !told.has(id));
      for (const id of fresh) told.add(id);
      report({
        ...rest,
        seed,
        violations: violations.slice(0, maxViolations),
        transitions: fresh,
        trace: violations.length === 0 ? [] : trace,
        tookMs: performance.now() - startedMs,
        planted: planting?.isPlanted() ?? false,
      });
    } catch (thrown) {
      report(endless(seed, 'exception', described(thrown), performance.now() - startedMs));
    }
  }
};

const described = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

/** A broken box breaks the same rule at every step. */
const maxViolations = 20;

process.on('message', (order: RunOrder) => {
  run(order).then(
    () => process.exit(0),
    (thrown: unknown) => {
      process.stderr.write(described(thrown), () => process.exit(notLoadedStatus));
    },
  );
});
// The parent is gone: nobody reads what comes next.
process.on('disconnect', () => process.exit(1));

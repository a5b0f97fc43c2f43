/**
 * `npm run simulate`: the shipped machines, journal, gateway client and printing in virtual time, against the sandbox's
 * ledger and devices that speak bytes; everything that goes wrong comes from a seed and comes again with it.
 */
import { parseArgs } from 'node:util';
import { allTransitions, coverageOf } from './coverage.ts';
import { coverageLines, failureLines, failuresShown, type Run, summaryLines, tellSeed } from './report.ts';
import { isCaught, plantLine, tryPlants, usualWorkers } from './table.ts';
import { blocksOf, inParallel, runSeeds, type SeedMessage } from './workers.ts';

const usage = `npm run simulate -- [flags]
  --seeds N       so many seeds (100), one after the other from --from S (1)
  --seed S        one seed, its whole report; with --trace every event
  --days D        days of a seed (1)         --sales N   sales of a day (50)
  --plant NAME    with a planted bug; with --plants these only: NAME,NAME
  --plants        every planted bug, until a seed catches it; at most --most N (1000)
  --keep-going    a seed does not end at its first violation
  --workers N     processes (one a core)     --json      for programs`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const leave = (complaint: string): never => {
  process.stderr.write(`${complaint}\n${usage}\n`);
  process.exit(2);
};

const parse = () => {
  try {
    return parseArgs({
      options: {
        seeds: { type: 'string' },
        seed: { type: 'string' },
        from: { type: 'string', default: '1' },
        days: { type: 'string', default: '1' },
        sales: { type: 'string', default: '50' },
        plant: { type: 'string' },
        plants: { type: 'boolean', default: false },
        most: { type: 'string', default: '1000' },
        workers: { type: 'string' },
        trace: { type: 'boolean', default: false },
        'keep-going': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (thrown) {
    return leave(thrown instanceof Error ? thrown.message : String(thrown));
  }
};

const whole = (name: string, text: string): number =>
  /^\d{1,9}$/.test(text) ? Number(text) : leave(`--${name}: a whole number`);

const flags = parse();
if (flags.help) {
  say(usage);
  process.exit(0);
}
const workers = flags.workers === undefined ? usualWorkers() : Math.max(1, whole('workers', flags.workers));
const from = whole('from', flags.from);
/** The issue wants the last 50 events of a seed that failed. */
const traceLength = 50;
const keepsGoing = flags['keep-going'];
const size = { days: whole('days', flags.days), salesPerDay: whole('sales', flags.sales), traceLength, keepsGoing };
const plant = flags.plant ?? null;

/** A year of trace is longer than anybody reads; a day fits. */
const wholeTrace = 1_000_000;

const one = async (seed: number): Promise<number> => {
  const { plantBug, plantNamed } = await import('./plants.ts');
  if (plant !== null) plantBug(plantNamed(plant) ?? leave(`no plant is called ${plant}`));
  const { runSeed } = await import('./seed-run.ts');
  const startedMs = performance.now();
  const report = await runSeed({ ...size, seed, traceLength: flags.trace ? wholeTrace : traceLength });
  if (flags.json) say(JSON.stringify(report, null, 2));
  else for (const line of tellSeed(report, performance.now() - startedMs, flags.trace)) say(line);
  return report.violations.length === 0 ? 0 : 1;
};

const table = async (): Promise<number> => {
  const { plantNamed } = await import('./plants.ts');
  for (const name of plant?.split(',') ?? []) if (plantNamed(name) === null) leave(`no plant is called ${name}`);
  const maxSeeds = whole('most', flags.most);
  const options = { ...size, workers, from, maxSeeds, only: plant?.split(',') };
  const verdicts = await tryPlants(options, (verdict) => {
    if (!flags.json) say(plantLine(verdict));
  });
  const caught = verdicts.filter(isCaught).length;
  if (flags.json) say(JSON.stringify(verdicts, null, 2));
  else say(`${caught} of ${verdicts.length} planted bugs caught`);
  return caught === verdicts.length ? 0 : 1;
};

const many = async (count: number): Promise<number> => {
  const startedMs = performance.now();
  const failed: SeedMessage[] = [];
  const taken = new Set<string>();
  const run: Run = { seeds: 0, sales: 0, refunds: 0, powerCuts: 0, simulatedMs: 0, faults: {}, violations: 0 };
  let toldMs = startedMs;
  const take = (message: SeedMessage): boolean => {
    run.seeds += 1;
    run.sales += message.sales;
    run.refunds += message.refunds;
    run.powerCuts += message.powerCuts;
    run.simulatedMs += message.simulatedMs;
    run.violations += message.violations.length;
    for (const [kind, times] of Object.entries(message.faults)) run.faults[kind] = (run.faults[kind] ?? 0) + times;
    for (const id of message.transitions) taken.add(id);
    if (message.violations.length > 0) {
      failed.push(message);
      const lines = flags.json ? [] : failureLines(message, { ...size, plant });
      // Of the later ones which they are, and what was the first thing wrong.
      for (const line of failed.length <= failuresShown ? lines : lines.slice(0, 2)) say(line);
    }
    if (!flags.json && performance.now() - toldMs > progressMs) {
      toldMs = performance.now();
      say(`${run.seeds} of ${count} seeds, ${failed.length} failed`);
    }
    return true;
  };
  const blocks = blocksOf(from, count, workers);
  await inParallel(
    workers,
    blocks.map((seeds) => () => runSeeds({ ...size, seeds, plant }, take)),
  );
  const tookMs = performance.now() - startedMs;
  const coverage = coverageOf(await allTransitions(), taken);
  const seeds = failed.map(({ seed }) => seed).sort((a, b) => a - b);
  if (flags.json) say(JSON.stringify({ ...run, tookMs, failed: seeds, coverage }, null, 2));
  else for (const line of [...coverageLines(coverage), ...summaryLines(run, tookMs, seeds, coverage)]) say(line);
  return failed.length === 0 && coverage.unknown.length === 0 ? 0 : 1;
};

/** Somebody may be watching. */
const progressMs = 10_000;

const main = (): Promise<number> => {
  if (flags.plants) return table();
  if (flags.seed !== undefined) return one(whole('seed', flags.seed));
  return many(whole('seeds', flags.seeds ?? '100'));
};
process.exitCode = await main();

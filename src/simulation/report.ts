/** What the simulator says of its runs, line by line. */
import type { Coverage, TransitionKind } from './coverage.ts';
import type { SeedReport } from './seed-run.ts';

export interface Run {
  seeds: number;
  sales: number;
  refunds: number;
  powerCuts: number;
  simulatedMs: number;
  violations: number;
  readonly faults: Record<string, number>;
}

interface Size {
  readonly days: number;
  readonly salesPerDay: number;
  readonly plant: string | null;
}

/** Of many seeds that failed, the first few in full: the others fail for the same reason, or wait until these are mended. */
export const failuresShown = 3;

const again = (seed: number, { days, salesPerDay, plant }: Size): string =>
  `npm run simulate -- --seed ${seed} --days ${days} --sales ${salesPerDay}${plant === null ? '' : ` --plant ${plant}`}`;

type Failed = Pick<SeedReport, 'seed' | 'violations' | 'trace'>;

const violationLines = ({ violations }: Failed): string[] =>
  violations.map(({ rule, detail, at }) => `  ${at} ${rule}: ${detail}`);

export const failureLines = (failed: Failed, size: Size): string[] => [
  `seed ${failed.seed} FAILED`,
  ...violationLines(failed),
  `  its last ${failed.trace.length} events:`,
  ...failed.trace.map((event) => `    ${event}`),
  `  again: ${again(failed.seed, size)}`,
];

const row = (what: string, value: number | string): string => `${what.padEnd(44)} ${String(value).padStart(14)}`;
const rounded = (value: number): string => Math.round(value).toLocaleString('en');
const sum = (faults: Readonly<Record<string, number>>): number => Object.values(faults).reduce((a, b) => a + b, 0);

const faultRows = (faults: Readonly<Record<string, number>>): string[] =>
  Object.entries(faults)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, times]) => row(`  ${kind}`, rounded(times)));

const speedRows = (run: Omit<Run, 'seeds' | 'violations'>, tookMs: number): string[] => [
  row('sales', rounded(run.sales)),
  row('refunds', rounded(run.refunds)),
  row('power cuts', rounded(run.powerCuts)),
  row('faults', rounded(sum(run.faults))),
  ...faultRows(run.faults),
  row('simulated days', (run.simulatedMs / 86_400_000).toFixed(1)),
  row('seconds', (tookMs / 1_000).toFixed(1)),
  row('sales a second', rounded((run.sales / tookMs) * 1_000)),
  row('faults and power cuts a second', rounded(((sum(run.faults) + run.powerCuts) / tookMs) * 1_000)),
  row('faster than real time', `${rounded(run.simulatedMs / tookMs)} ×`),
];

/** The whole report of one seed. */
export const tellSeed = (report: SeedReport, tookMs: number, withTrace: boolean): string[] => [
  ...(withTrace || report.violations.length > 0 ? report.trace : []),
  row('seed', report.seed),
  ...speedRows(report, tookMs),
  row('transitions taken', report.transitions.length),
  `trace ${report.traceHash}`,
  row('violations', report.violations.length),
  ...violationLines(report),
];

export const summaryLines = (run: Run, tookMs: number, failed: readonly number[], coverage: Coverage): string[] => [
  row('seeds', rounded(run.seeds)),
  ...speedRows(run, tookMs),
  row('transitions taken', `${coverage.taken} of ${coverage.all}`),
  row('violations', run.violations),
  ...(failed.length === 0 ? [] : [`failed: ${failed.slice(0, 100).join(' ')}`]),
];

const kinds: Readonly<Record<TransitionKind, string>> = {
  event: 'events',
  always: 'decisions',
  done: 'ends of what was invoked',
  failed: 'failures of what was invoked',
  after: 'delays',
  ignored: 'events that are dropped on purpose',
  unexpected: 'events that no state asked for (logged)',
};

/** What was never taken, apart by kind: a wildcard that only logs is another matter than a delay. */
export const coverageLines = ({ missing, unknown }: Coverage): string[] => [
  ...(Object.keys(kinds) as TransitionKind[]).flatMap((kind) => {
    const ids = missing.filter((transition) => transition.kind === kind).map(({ id }) => id);
    return ids.length === 0 ? [] : [`not taken, ${kinds[kind]}: ${ids.length}`, ...ids.map((id) => `  ${id}`)];
  }),
  ...(unknown.length === 0 ? [] : ['taken, and in no machine:', ...unknown.map((id) => `  ${id}`)]),
];

/**
 * `npm run bench`: speed and memory of the box as ratios that hold on any machine. `--json` prints one JSON document;
 * `--only NAME …` measures a part. Exit status 1 when a limit is missed.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, isMet, table } from './figures.ts';
import { journalCommit } from './journal-commit.ts';
import { journalFsync } from './journal-fsync.ts';
import { memory } from './memory.ts';
import { saleLatency } from './sale-latency.ts';
import { slipBytes } from './slip-bytes.ts';
import { startToReady } from './start-to-ready.ts';
import { statusCommand } from './status-command.ts';

const root = join(import.meta.dirname, '../..');
const progress = (text: string): void => void process.stderr.write(`${text}\n`);

const parts: Readonly<Record<string, (directory: string) => Promise<readonly Figure[]>>> = {
  latency: saleLatency,
  commit: async (directory) => [...(await journalCommit(directory)), journalFsync(directory)],
  slip: async () => [slipBytes()],
  start: startToReady,
  status: statusCommand,
  memory: (directory) => memory(directory, (sold) => progress(`  ${sold} payments`)),
};
/** These measure the bundled box. */
const bundled = ['latency', 'start', 'status', 'memory'];

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] } },
  allowPositionals: true,
});
const wanted = [...values.only, ...positionals];
const unknown = wanted.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
  progress(`unknown: ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  process.exit(2);
}
const names = wanted.length === 0 ? Object.keys(parts) : wanted;

// in the checkout, so that the disk is a disk: a system's temporary directory may be memory
const place = join(root, '.sandbox');
mkdirSync(place, { recursive: true });
const directory = mkdtempSync(join(place, 'bench-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));

if (names.some((name) => bundled.includes(name))) {
  progress('building the bundle');
  execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] });
}

const figures: Figure[] = [];
for (const name of names) {
  progress(`measuring ${name}`);
  figures.push(...((await parts[name]?.(directory)) ?? []));
}

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  load: loadavg()[0] ?? 0,
};
const met = figures.every(isMet);
if (values.json)
  console.log(JSON.stringify({ machine, met, figures: figures.map((f) => ({ ...f, met: isMet(f) })) }, null, 2));
else
  console.log(
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load.toFixed(1)}\n\n${table(figures)}`,
  );
process.exitCode = met ? 0 : 1;

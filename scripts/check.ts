/** `npm run check`: types, lint and format, order of the sources. One line each; everything is run, whatever fails. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { checkImports } from './import-check.ts';

const root = join(import.meta.dirname, '..');

interface Outcome {
  readonly passed: boolean;
  readonly output: string;
}

/** With this very Node, so that nothing depends on what else is installed. */
const run = (script: string, ...args: string[]): Outcome => {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  });
  return { passed: status === 0, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
};

const sources = (): Outcome => {
  const paths = globSync('{machines,devices,src,test,scripts}/**/*.{ts,js}', { cwd: root });
  const files = paths
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }))
    .sort((a, b) => a.path.localeCompare(b.path));
  const broken = checkImports(files);
  return { passed: broken.length === 0, output: broken.join('\n') };
};

const checks: readonly (readonly [name: string, check: () => Outcome])[] = [
  ['types', () => run('node_modules/typescript/bin/tsc', '--noEmit')],
  [
    'lint and format',
    () => run('node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--max-diagnostics=50'),
  ],
  ['imports, names, lengths', sources],
];

let failures = 0;
for (const [name, check] of checks) {
  const { passed, output } = check();
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name}`);
  if (!passed) {
    failures += 1;
    console.log(output.trimEnd());
  }
}
process.exitCode = failures === 0 ? 0 : 1;

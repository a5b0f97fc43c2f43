/**
 * `npm test`: every test, and beforehand what the machine must have for them. Nothing is skipped: what is missing is
 * installed where we may, and otherwise named with the one command that installs it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Debian package → the file that shows that it is there. */
const wanted = [
  { name: 'chromium', file: '/usr/bin/chromium' },
  { name: 'fonts-dejavu-core', file: '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf' },
] as const;

const run = (command: string, args: readonly string[]): number =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

const missing = wanted.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
if (missing.length > 0) {
  if (process.getuid?.() === 0) {
    run('apt-get', ['update', '-q']);
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...missing]);
  }
  const stillMissing = wanted.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (stillMissing.length > 0) {
    process.stderr.write(
      `The browser tests need: sudo apt-get install --no-install-recommends ${stillMissing.join(' ')}\n`,
    );
    process.exit(1);
  }
}

process.exit(run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]));

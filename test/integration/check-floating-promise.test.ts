import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchDirectory } from '../helpers/control-scratch.ts';

const root = join(import.meta.dirname, '../..');

/** The project's own rules, on one file in a directory of its own. */
const lint = async (source: string): Promise<{ status: number | null; output: string }> => {
  const directory = await scratchDirectory();
  const { $schema: _, vcs: __, ...rules } = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'));
  await writeFile(join(directory, 'biome.json'), JSON.stringify(rules));
  await writeFile(join(directory, 'sale.ts'), source);
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--error-on-warnings', 'sale.ts'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
};

const pay = 'export const pay = async (): Promise<void> => {};\n';

test('a promise that nobody owns is refused', async () => {
  const floating = await lint(`${pay}export const sell = (): void => {\n  pay();\n};\n`);
  expect(floating.status).not.toBe(0);
  expect(floating.output).toContain('noFloatingPromises');
});

test('a promise that is awaited, or given away on purpose, is not', async () => {
  const owned = await lint(
    `${pay}export const sell = async (): Promise<void> => {\n  await pay();\n  void pay();\n};\n`,
  );
  expect(owned).toMatchObject({ status: 0 });
});

import { expect, test } from 'vitest';
import { checkImports, importsOf, maxLines } from '../../scripts/import-check.ts';

const file = (path: string, ...lines: string[]) => ({ path, text: `${lines.join('\n')}\n` });

test('imports that run downwards pass, and the types of the seams from anywhere', () => {
  expect(
    checkImports([
      file('src/main.ts', "import { box } from '../machines/box.ts';", "import { ok } from './errors.ts';"),
      file('machines/box.ts', "import { money } from '../src/payment/money.ts';", "import { setup } from 'xstate';"),
      file('src/journal/journal.ts', "import type { JournalPort } from '../../machines/ports.ts';"),
      file('src/settings/devices.ts', "import type { PanelKey } from '../keys.ts';"),
      file('src/payment/money.ts', "import { assert } from '../errors.ts';"),
    ]),
  ).toEqual([]);
});

test.each([
  ['a value of a seam', 'src/journal/journal.ts', "import { x } from '../../machines/ports.ts';"],
  ['the type of what is no seam', 'src/journal/journal.ts', "import type { X } from '../../machines/box.ts';"],
  [
    'an import over several lines',
    'src/payment/money.ts',
    "import {\n  type A,\n  b,\n} from '../journal/journal.ts';",
  ],
  ['an import for its effect', 'src/errors.ts', "import './payment/../journal/journal.ts';"],
  ['a re-export', 'src/locale/language.ts', "export { x } from '../settings/schema.ts';"],
  ['a dynamic import', 'devices/printer/driver.ts', "const x = await import('../../src/main.ts');"],
])('%s upwards is refused', (_, path, text) => {
  expect(checkImports([file(path, text)])).toEqual([expect.stringContaining(`${path}: imports upwards`)]);
});

test('folders of one layer may import each other one way, not in a circle', () => {
  const toStorage = file('src/settings/a.ts', "import { x } from '../storage/x.ts';");
  const back = file('src/storage/x.ts', "import type { Y } from '../logging/y.ts';");
  const around = file('src/logging/y.ts', "import { a } from '../settings/a.ts';");
  expect(checkImports([toStorage, back])).toEqual([]);
  expect(checkImports([toStorage, back, around])).toEqual([expect.stringContaining('circle of folders')]);
});

test('a machine does nothing itself', () => {
  const broken = checkImports([
    file(
      'machines/box.ts',
      "import { readFile } from 'node:fs/promises';",
      "import { p } from '../devices/printer/driver.ts';",
    ),
  ]);
  expect(broken).toHaveLength(2);
});

test('names that say nothing, files that fit in no head, and folders without a place are refused', () => {
  expect(
    checkImports([file('src/payment/utils.ts'), file('src/common/money.ts'), file('test/helpers/clock.ts')]),
  ).toEqual([
    'src/common/money.ts: in no layer of scripts/import-check.ts',
    'src/payment/utils.ts: a name that says nothing',
    'src/common/money.ts: a name that says nothing',
  ]);
  const lines = (count: number) => file('src/payment/long.ts', ...Array.from({ length: count }, () => '//'));
  expect(checkImports([lines(maxLines)])).toEqual([]);
  expect(checkImports([lines(maxLines + 1)])).toEqual([`src/payment/long.ts: ${maxLines + 1} lines`]);
});

test('packages and Node itself are no imports of the project', () => {
  expect(importsOf(file('src/main.ts', "import { z } from 'zod';", "import 'node:fs';"))).toEqual([]);
});

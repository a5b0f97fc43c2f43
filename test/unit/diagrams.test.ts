import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chartsDocument } from '../../scripts/charts.ts';

test('machines/README.md shows the machines as they are: run `npm run diagrams`', () => {
  const written = readFileSync(join(import.meta.dirname, '..', '..', 'machines', 'README.md'), 'utf8');
  expect(written).toBe(chartsDocument());
});

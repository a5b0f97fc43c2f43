import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openApiText } from '../../src/gateway/openapi.ts';

test('openapi.json is what `npm run openapi` would write', () => {
  const file = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
  expect(file).toBe(openApiText());
});

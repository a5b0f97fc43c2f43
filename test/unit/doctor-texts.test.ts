import { expect, test } from 'vitest';
import { plainText } from '../../src/documents/layout.ts';
import { buildSelfTest, renderSelfTest } from '../../src/documents/self-test.ts';
import { fieldError } from '../../src/errors.ts';
import { checkNames, doctorTexts, type Finding, foundKeys, foundText, saidText } from '../../src/locale/doctor.ts';
import { languages } from '../../src/locale/language.ts';

const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort();

test.each(foundKeys)('what is said of %s has the same parts in both languages', (key) => {
  const [ru, en] = [doctorTexts.ru.found[key], doctorTexts.en.found[key]];
  expect(namesIn(ru)).toEqual(namesIn(en));
  expect(en).not.toMatch(/[а-яё]/i);
  if (key !== 'message') expect(en).toMatch(/\S/);
});

test('every check and state has a name, and no two the same', () => {
  for (const language of languages) {
    const { checks, states } = doctorTexts[language];
    expect(new Set(Object.values(checks)).size).toBe(checkNames.length);
    expect(new Set(Object.values(states)).size).toBe(4);
  }
});

const finding = (more: Partial<Finding>): Finding => ({ name: 'dns', state: 'ok', found: { key: 'detail' }, ...more });

test('a detail is said once, and an error without one by its sentence', () => {
  const refused = finding({
    state: 'fail',
    found: { key: 'detail', params: { detail: 'ENOTFOUND x' } },
    error: fieldError('NET-02', 'ENOTFOUND x'),
  });
  expect(saidText(refused, 'en')).toMatch(/^ENOTFOUND x\. NET-02 The name .*setting serverUrl\.$/);
  const bare = finding({ state: 'fail', found: { key: 'message' }, error: fieldError('SET-05') });
  expect(saidText(bare, 'en')).toMatch(/^The address of .* is not set: .*\. SET-05 Set it: \S+/);
  expect(foundText(finding({ found: { key: 'after', params: { check: 'dns' } } }), 'ru')).toContain('«DNS»');
});

/** Every check in trouble, with the longest that may stand in it. */
const everything: readonly Finding[] = checkNames.map((name) => ({
  name,
  state: 'fail',
  found: { key: 'detail', params: { detail: `${'/a-very-long-directory'.repeat(5)} Ёлка` } },
  error: fieldError('RGT-01', undefined, { file: '/var/lib/sendybox/terminal.json', mode: '0644', owner: '0:0' }),
}));

test.each(languages)('on paper in %s from 24 to 64 characters nothing is cut off or too wide', (language) => {
  const data = JSON.parse(JSON.stringify(buildSelfTest(everything, null, 'Europe/Moscow', '2026-11-24T03:44:01.123Z')));
  for (const width of [24, 32, 42, 48, 64]) {
    const text = plainText(renderSelfTest(data, { language, width, duplicate: false }));
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
    expect(text.match(/RGT-01/g)?.length).toBe(checkNames.length);
    expect(text).toContain(doctorTexts[language].title);
    expect(text.replace(/\s+/g, '')).toContain('24.11.202606:44:01');
  }
});

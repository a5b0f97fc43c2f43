import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { errorReasons, fieldCodes, fieldError, reasonedError } from '../../src/errors.ts';
import { errorText, errorTexts } from '../../src/locale/errors.ts';
import { languages } from '../../src/locale/language.ts';

const all = languages.flatMap((language) => fieldCodes.map((code) => ({ language, code })));

/** The longest that each can become. */
const params = {
  limit: '99 999 999,99',
  attemptsLeft: 2,
  shiftNumber: 123_456,
  path: 'devices.printer',
  allowed: '24–64',
  method: 'settingsReset',
};

/** A 2 × 20 display breaks between words. */
const displayLines = (text: string): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= 20) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

test.each(all)('$code in $language says in two display lines what happened', ({ language, code }) => {
  const { short } = errorText(fieldError(code, undefined, params), language);
  expect(short.length).toBeGreaterThan(0);
  const lines = displayLines(short);
  expect(lines.length, short).toBeLessThanOrEqual(2);
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(20);
  expect(iconv.decode(iconv.encode(short, 'cp866'), 'cp866')).toBe(short);
});

test.each(all)(
  '$code in $language has a whole sentence and a cure, with and without its parameters',
  ({ language, code }) => {
    for (const error of [fieldError(code), fieldError(code, undefined, params)]) {
      const { message, cure } = errorText(error, language);
      for (const text of [message, cure]) {
        expect(text).toMatch(/[.)…/}]$/);
        expect(text).not.toMatch(/ {2}|\[|\]|undefined/);
      }
      expect(message).not.toMatch(/[{}]/);
    }
  },
);

test('each language is in its own letters, and no two codes share a sentence', () => {
  for (const code of fieldCodes) {
    expect(errorTexts.ru[code].message).toMatch(/[а-яё]/i);
    expect(`${errorTexts.en[code].short}${errorTexts.en[code].message}`).not.toMatch(/[а-яё]/i);
  }
  for (const language of languages) {
    expect(new Set(fieldCodes.map((code) => errorTexts[language][code].message)).size).toBe(fieldCodes.length);
  }
});

test('a parameter stands in its sentence, and leaves no hole where it is missing', () => {
  const said = (attemptsLeft?: number) =>
    errorText(fieldError('ACT-02', undefined, attemptsLeft === undefined ? undefined : { attemptsLeft }), 'en').message;
  expect(said(2)).toBe('The activation code is wrong. Attempts left: 2.');
  expect(said()).toBe('The activation code is wrong.');
});

test('a reason follows the sentence of its code, in the letters of its language', () => {
  for (const reason of errorReasons) {
    const error = reasonedError('ACT-07', reason, { character: '№', limit: 64 });
    const [plain, ru, en] = [errorText(fieldError('ACT-07'), 'ru'), errorText(error, 'ru'), errorText(error, 'en')];
    expect(ru.message.startsWith(`${plain.message} `)).toBe(true);
    expect(ru.message).toMatch(/\.$/);
    expect(ru.message.slice(plain.message.length)).toMatch(/[а-яё]/i);
    expect(en.message).not.toMatch(/[а-яё]/i);
  }
  expect(errorText(fieldError('ACT-07', undefined, { reason: 'toString' }), 'en')).toEqual(
    errorText(fieldError('ACT-07'), 'en'),
  );
});

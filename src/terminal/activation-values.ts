/**
 * What a person types or pastes as terminal id, serial number and activation code, as the gateway knows it: the one place
 * that mends what looks right and is not. Pure.
 */
import { type FieldError, failed, ok, type Result, reasonedError } from '../errors.ts';

export interface ActivationValues {
  readonly terminalId: string;
  readonly serialNumber: string;
  readonly code: string;
}

/** As wide as the activation request of the gateway contract. */
const maxLength = 64;

/** Letters that look like Latin ones on a Russian keyboard; the small ones follow their capitals. */
const lookAlikes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    А: 'A',
    В: 'B',
    Е: 'E',
    Ё: 'E',
    К: 'K',
    М: 'M',
    Н: 'H',
    О: 'O',
    Р: 'P',
    С: 'C',
    Т: 'T',
    У: 'Y',
    Х: 'X',
    І: 'I',
    Ј: 'J',
    Ѕ: 'S',
    Ү: 'Y',
  }).flatMap(([capital, latin]) => [
    [capital, latin],
    [capital.toLowerCase(), latin.toLowerCase()],
  ]),
);

/** A full-width digit or letter is the ASCII one, U+FEE0 higher (Unicode, Halfwidth and Fullwidth Forms). */
const narrow = (character: string): string => {
  const point = character.codePointAt(0) ?? 0;
  return point >= 0xff01 && point <= 0xff5e ? String.fromCodePoint(point - 0xfee0) : character;
};

/** White space, and what cannot be seen: a value that was copied from a page or a message may begin or end with it. */
const edges = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
/** A code is printed in groups; a dash that a phone writes is not always the one on the keyboard. */
const separators = /[\s\p{Cf}\p{Pd}\u2212]/gu;

const mended = (text: string): string =>
  Array.from(text.replace(edges, ''), (character) => {
    const plain = narrow(character);
    return lookAlikes.get(plain) ?? plain;
  }).join('');

/** A control character is named by its number: nothing of it may act on a terminal. */
const shown = (character: string): string =>
  /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)
    ? character
    : `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const problemOf = (field: keyof ActivationValues, value: string): FieldError | null => {
  if (value === '') return reasonedError('ACT-07', `${field}Missing`);
  const [odd] = value.match(/[^ -~]/u) ?? [];
  if (odd !== undefined) return reasonedError('ACT-07', `${field}Character`, { character: shown(odd) });
  return value.length > maxLength ? reasonedError('ACT-07', `${field}TooLong`, { limit: maxLength }) : null;
};

/**
 * Trimmed, Cyrillic look-alikes and full-width characters as the Latin ones they stand for; of the code also without
 * spaces and dashes. Error: ACT-07, the first field that is empty, too long, or holds what is no printable ASCII.
 */
export const normaliseActivation = (typed: ActivationValues): Result<ActivationValues> => {
  const values: ActivationValues = {
    terminalId: mended(typed.terminalId),
    serialNumber: mended(typed.serialNumber),
    code: mended(typed.code.replace(separators, '')).replace(separators, ''),
  };
  for (const field of ['terminalId', 'serialNumber', 'code'] as const) {
    const problem = problemOf(field, values[field]);
    if (problem !== null) return failed(problem);
  }
  return ok(values);
};

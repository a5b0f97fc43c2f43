/** Text that is safe and in order on a terminal: nothing that came from outside can move the cursor or turn words round. */
import { localMinutes } from '../doctor/minutes.ts';

/** Control, format and surrogate characters as `\u{9b}`; a line feed only where the caller writes it. */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

/** A JSON document whose strings hold no character that a terminal acts upon. */
export const printableJson = (value: unknown): string => printableJsonText(JSON.stringify(value ?? null));

/** The same of a document that is text already. */
export const printableJsonText = (text: string): string =>
  text.replace(/[\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    [...character].flatMap((one) => unitsOf(one)).join(''),
  );

const unitsOf = (character: string): string[] =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  );

export type Colour = 'green' | 'red' | 'yellow' | 'dim' | 'bold';
const codes: Readonly<Record<Colour, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };

export type Paint = (colour: Colour, text: string) => string;

/** Colours on a terminal that wants them (https://no-color.org), plain text everywhere else. */
export const createPaint =
  (isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint =>
  (colour, text) =>
    isTerminal && !env.NO_COLOR && env.TERM !== 'dumb' ? `\x1b[${codes[colour]}m${text}\x1b[0m` : text;

/** Columns two spaces apart; `right` names the columns of numbers. */
export const table = (rows: readonly (readonly string[])[], right: ReadonlySet<number> = new Set()): string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  return rows.map((row) =>
    row
      .map((cell, column) =>
        right.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
};

/** `2026-11-24 06:44` in the time of this machine; what is no instant is shown as it is. */
export const localMinute = (instant: string): string => {
  try {
    return localMinutes(Temporal.Now.timeZoneId())(Temporal.Instant.from(instant).epochMilliseconds);
  } catch {
    return printable(instant);
  }
};

/**
 * The other way: an ESC/POS stream as what it leaves on paper. Byte by byte, so that a printer can stop in the middle of
 * a document; what it does not know it complains of, with the bytes.
 */
import iconv from 'iconv-lite';
import { CR, DC4, DLE, ENQ, EOT, ESC, FS, GS, HT, LF } from './escpos.ts';
import type { PaperItem, PaperLine } from './paper.ts';

/** Everything that a stream makes the printer do, in the order in which it gets round to it. */
export type PrinterAction =
  | { readonly type: 'print'; readonly item: PaperItem }
  | { readonly type: 'cut' }
  /** GS ( H: all before it is printed. */
  | { readonly type: 'done'; readonly id: string }
  /** GS r n. */
  | { readonly type: 'statusAsked'; readonly sensor: number };

export interface Decoder {
  push(byte: number): void;
  /** Power-on or a buffer clear: what was not printed yet is forgotten, modes are at their defaults. */
  reset(): void;
}

export interface DecoderOptions {
  readonly onAction: (action: PrinterAction) => void;
  readonly onComplaint: (complaint: string) => void;
  /** ESC t numbers this printer knows; by default Epson's 17 for CP866. */
  readonly codePages?: Readonly<Record<number, string>>;
}

export const epsonCodePages: Readonly<Record<number, string>> = { 0: 'cp437', 17: 'cp866' };

/** The largest command that makes sense here: an image as wide as 80 mm paper and a metre long would be larger. */
const maxCommandBytes = 131_072;
/** A line that never ends must not fill the memory. */
const maxLineCharacters = 512;

const hex = (bytes: readonly number[]): string =>
  bytes
    .slice(0, 12)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join(' ')
    .toUpperCase();

const little = (low = 0, high = 0): number => low + high * 256;

type Style = Pick<PaperLine, 'bold' | 'doubleWidth' | 'doubleHeight'>;
const plain: Style = { bold: false, doubleWidth: false, doubleHeight: false };

/** `length`: of the whole command, as far as its first bytes tell; null: more of them are needed. */
interface Command {
  readonly length: (bytes: readonly number[]) => number | null;
  readonly run: (bytes: readonly number[]) => void;
}

export const createDecoder = (options: DecoderOptions): Decoder => {
  const { onAction, onComplaint, codePages = epsonCodePages } = options;
  const tables = new Map<string, string>();
  let pending: number[] = [];
  let needed: number | null = null;
  let text = '';
  let lineStyle: Style = plain;
  let style: Style = plain;
  let align: PaperLine['align'] = 'left';
  let page = codePages[0] ?? 'cp437';
  let stored: { text: string; moduleDots: number; level: string } = { text: '', moduleDots: 3, level: 'L' };

  const upperHalf = (name: string): string => {
    const known = tables.get(name) ?? iconv.decode(Buffer.from(Array.from({ length: 128 }, (_, i) => 128 + i)), name);
    tables.set(name, known);
    return known;
  };

  const print = (item: PaperItem): void => onAction({ type: 'print', item });

  const putCharacter = (byte: number): void => {
    if (text === '') lineStyle = style;
    if (text.length < maxLineCharacters) text += byte < 0x80 ? String.fromCharCode(byte) : upperHalf(page)[byte - 128];
    else if (text.length === maxLineCharacters) onComplaint(`a line of more than ${maxLineCharacters} characters`);
  };

  const endLine = (): void => {
    if (text === '') print({ type: 'feed', lines: 1 });
    else print({ type: 'line', text, align, ...lineStyle });
    text = '';
  };

  const restyle = (change: Partial<Style>): void => {
    style = { ...style, ...change };
    if (text !== '') onComplaint('a mode changed within a line: it is shown as the line began');
  };

  const atLineStart = (what: string): boolean => {
    if (text === '') return true;
    onComplaint(`${what} within a line has no effect`);
    return false;
  };

  const setDefaults = (): void => {
    style = plain;
    align = 'left';
    page = codePages[0] ?? 'cp437';
    stored = { text: '', moduleDots: 3, level: 'L' };
  };

  const holdsRealTime = (data: readonly number[]): boolean =>
    data.some((byte, at) => byte === DLE && [EOT, ENQ, DC4].includes(data[at + 1] ?? 0));

  const storeQr = (data: readonly number[]): void => {
    if (holdsRealTime(data)) onComplaint('a real-time command within the data of a QR code');
    stored = { ...stored, text: Buffer.from(data).toString('utf8') };
  };

  const printQr = (): void => {
    if (stored.text === '') onComplaint('a QR code is printed that was not stored');
    else if (atLineStart('a QR code')) print({ type: 'qr', align, ...stored });
  };

  const runQr = (bytes: readonly number[]): void => {
    const [kind, fn, n = 0] = bytes.slice(5);
    if (kind !== 0x31) onComplaint(`symbol that is no QR code: ${hex(bytes)}`);
    else if (fn === 0x50) storeQr(bytes.slice(8));
    else if (fn === 0x51) printQr();
    else if (fn === 0x43 && n >= 1 && n <= 16) stored = { ...stored, moduleDots: n };
    else if (fn === 0x45 && n >= 48 && n <= 51) stored = { ...stored, level: 'LMQH'[n - 48] ?? 'L' };
    else if (fn !== 0x41 || n !== 0x32) onComplaint(`QR function ${hex(bytes)}`);
  };

  const runImage = (bytes: readonly number[]): void => {
    const [rowBytes, rows] = [little(bytes[4], bytes[5]), little(bytes[6], bytes[7])];
    if (holdsRealTime(bytes.slice(8))) onComplaint('a real-time command within an image');
    if (atLineStart('an image'))
      print({ type: 'image', align, rowBytes, rows, bits: Buffer.from(bytes.slice(8)).toString('base64') });
  };

  const runCut = (): void => {
    if (text !== '') {
      onComplaint('a cut within a line');
      endLine();
    }
    onAction({ type: 'cut' });
  };

  const unknown = (bytes: readonly number[]): void => onComplaint(`unknown command ${hex(bytes)}`);
  const ignored = (): void => undefined;
  const fixed = (length: number, run: Command['run']): Command => ({ length: () => length, run });
  /** GS ( X: two bytes of length follow the letter. */
  const counted = (bytes: readonly number[]): number | null =>
    bytes.length < 5 ? null : 5 + little(bytes[3], bytes[4]);

  const commands: Readonly<Record<string, Command>> = {
    [`${ESC} 64`]: fixed(2, () => {
      if (text !== '') onComplaint('ESC @ throws an unfinished line away');
      text = '';
      setDefaults();
    }),
    [`${ESC} 33`]: fixed(3, ([, , n = 0]) =>
      restyle({ bold: (n & 8) !== 0, doubleHeight: (n & 16) !== 0, doubleWidth: (n & 32) !== 0 }),
    ),
    [`${ESC} 50`]: fixed(2, ignored), // default line spacing
    [`${ESC} 51`]: fixed(3, ignored), // line spacing
    [`${ESC} 69`]: fixed(3, ([, , n = 0]) => restyle({ bold: (n & 1) !== 0 })),
    [`${ESC} 74`]: fixed(3, () => endLine()),
    [`${ESC} 97`]: fixed(3, (bytes) => {
      const chosen = (['left', 'center', 'right'] as const)[(bytes[2] ?? 0) % 48];
      if (chosen === undefined) onComplaint(`alignment ${hex(bytes)}`);
      else if (atLineStart('an alignment')) align = chosen;
    }),
    [`${ESC} 100`]: fixed(3, ([, , n = 0]) => {
      if (text !== '') endLine();
      if (n > 0) print({ type: 'feed', lines: n });
    }),
    [`${ESC} 116`]: fixed(3, ([, , n = 0]) => {
      const chosen = codePages[n];
      if (chosen === undefined) onComplaint(`code page ${n}`);
      else page = chosen;
    }),
    [`${FS} 38`]: fixed(2, () => onComplaint('kanji mode: Cyrillic would print as Chinese')),
    [`${FS} 46`]: fixed(2, ignored),
    [`${GS} 33`]: fixed(3, ([, , n = 0]) => {
      if ((n & 0b1110_1110) !== 0) onComplaint(`characters of more than double size: ${n}`);
      restyle({ doubleWidth: (n & 0x70) !== 0, doubleHeight: (n & 0x07) !== 0 });
    }),
    [`${GS} 40`]: {
      length: counted,
      run: (bytes) => {
        if (bytes[2] === 0x6b) runQr(bytes);
        else if (bytes[2] === 0x48 && bytes[5] === 0x30)
          onAction({ type: 'done', id: String.fromCharCode(...bytes.slice(7, 11)) });
        else unknown(bytes);
      },
    },
    [`${GS} 86`]: { length: (bytes) => (bytes.length < 3 ? null : (bytes[2] ?? 0) % 48 <= 1 ? 3 : 4), run: runCut },
    [`${GS} 97`]: fixed(3, ([, , n = 0]) => {
      if (n !== 0) onComplaint('automatic status is not simulated');
    }),
    [`${GS} 114`]: fixed(3, ([, , n = 0]) => onAction({ type: 'statusAsked', sensor: n % 48 })),
    [`${GS} 118`]: {
      length: (bytes) => (bytes.length < 8 ? null : 8 + little(bytes[4], bytes[5]) * little(bytes[6], bytes[7])),
      run: runImage,
    },
    // Real-time commands were acted on when they came in; here they only pass by.
    [`${DLE} ${EOT}`]: fixed(3, ignored),
    [`${DLE} ${ENQ}`]: fixed(3, ignored),
    [`${DLE} ${DC4}`]: { length: (bytes) => (bytes.length < 3 ? null : bytes[2] === 8 ? 10 : 5), run: ignored },
  };

  const begin = (byte: number): void => {
    if (byte === LF) endLine();
    else if (byte === ESC || byte === FS || byte === GS || byte === DLE) pending = [byte];
    else if (byte >= 0x20 && byte !== 0x7f) putCharacter(byte);
    else if (byte === HT) putCharacter(0x20);
    else if (byte !== CR && byte !== 0) onComplaint(`control character ${hex([byte])}`);
  };

  const finish = (run: Command['run']): void => {
    const bytes = pending;
    pending = [];
    needed = null;
    run(bytes);
  };

  const proceed = (byte: number): void => {
    pending.push(byte);
    const command = commands[`${pending[0]} ${pending[1]}`];
    if (command === undefined) {
      finish(unknown);
      return;
    }
    needed ??= command.length(pending);
    if (needed === null) return;
    if (needed > maxCommandBytes) finish((bytes) => onComplaint(`a command of ${needed} bytes: ${hex(bytes)}`));
    else if (pending.length >= needed) finish(command.run);
  };

  return {
    push: (byte) => (pending.length === 0 ? begin(byte) : proceed(byte)),
    reset() {
      pending = [];
      needed = null;
      text = '';
      setDefaults();
    },
  };
};

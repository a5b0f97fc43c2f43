/** Paper as it comes out: pieces from cut to cut, as plain data that a page can draw. */
import { parseSlipCode } from '../../src/payment/wallet-code.ts';

export interface PaperLine {
  readonly type: 'line';
  readonly text: string;
  readonly align: 'left' | 'center' | 'right';
  readonly bold: boolean;
  readonly doubleWidth: boolean;
  readonly doubleHeight: boolean;
}

export type PaperItem =
  | PaperLine
  | { readonly type: 'feed'; readonly lines: number }
  /** Made by the printer itself from its text. `level`: L, M, Q or H. */
  | {
      readonly type: 'qr';
      readonly text: string;
      readonly align: PaperLine['align'];
      readonly moduleDots: number;
      readonly level: string;
    }
  /** Drawn by the box: base64 of rows of `rowBytes` bytes, most significant bit on the left, 1 = black. */
  | {
      readonly type: 'image';
      readonly align: PaperLine['align'];
      readonly rowBytes: number;
      readonly rows: number;
      readonly bits: string;
    };

export interface PaperSheet {
  /** Counts up from 1. */
  readonly id: number;
  readonly kind: 'slip' | 'qr' | 'other';
  readonly items: readonly PaperItem[];
  readonly text: string;
  /** Texts of the codes that the printer made; a drawn one is an item with its bitmap. */
  readonly qr: readonly string[];
  /** false: it still hangs in the printer. */
  readonly cut: boolean;
}

/** Characters of a line on 58 mm paper, for the plain text; a longer line makes the paper wider. */
const narrowColumns = 32;
/** A slip's own code stops at half a millimetre a module: 144 dots or so. A code to pay with fills the paper. */
const largeImageBytes = 24;

const columnsOf = (line: PaperLine): number => line.text.length * (line.doubleWidth ? 2 : 1);

const textOf = (items: readonly PaperItem[]): string => {
  const lines = items.filter((item) => item.type === 'line');
  const columns = Math.max(narrowColumns, ...lines.map(columnsOf));
  const indent = (line: PaperLine): number => {
    if (line.align === 'left') return 0;
    const free = columns - columnsOf(line);
    return line.align === 'right' ? free : Math.floor(free / 2);
  };
  return items
    .map((item) => {
      if (item.type === 'line') return ' '.repeat(indent(item)) + item.text;
      return item.type === 'feed' ? '\n'.repeat(item.lines - 1) : '[QR]'.padStart(Math.floor(columns / 2) + 2);
    })
    .join('\n');
};

/** A slip bears its own code (SBX1), the paper to pay from another one. A drawn code is told by its size. */
const kindOf = (items: readonly PaperItem[]): PaperSheet['kind'] => {
  const codes = items.filter((item) => item.type === 'qr');
  if (codes.some((code) => parseSlipCode(code.text) !== null)) return 'slip';
  if (codes.length > 0) return 'qr';
  const image = items.find((item) => item.type === 'image');
  if (image === undefined) return 'other';
  return image.rowBytes >= largeImageBytes ? 'qr' : 'slip';
};

/** Strips of one image are one image. */
const joined = (items: readonly PaperItem[], next: PaperItem): readonly PaperItem[] => {
  const last = items.at(-1);
  if (last?.type === 'feed' && next.type === 'feed')
    return [...items.slice(0, -1), { type: 'feed', lines: last.lines + next.lines }];
  if (last?.type === 'image' && next.type === 'image' && last.rowBytes === next.rowBytes) {
    const bits = Buffer.concat([Buffer.from(last.bits, 'base64'), Buffer.from(next.bits, 'base64')]).toString('base64');
    return [...items.slice(0, -1), { ...last, rows: last.rows + next.rows, bits }];
  }
  return [...items, next];
};

export interface PaperRoll {
  print(item: PaperItem): void;
  cut(): void;
  /** Oldest first; the last one may still hang in the printer. */
  sheets(): readonly PaperSheet[];
  clear(): void;
}

/** `keep`: how many pieces are remembered; older ones are in the bin. */
export const createPaperRoll = (keep: number, onChange: (sheet: PaperSheet) => void = () => undefined): PaperRoll => {
  let done: PaperSheet[] = [];
  let items: readonly PaperItem[] = [];
  let id = 1;
  const describe = (cut: boolean): PaperSheet => ({
    id,
    kind: kindOf(items),
    items,
    text: textOf(items),
    qr: items.flatMap((item) => (item.type === 'qr' ? [item.text] : [])),
    cut,
  });
  return {
    print(item) {
      items = joined(items, item);
      onChange(describe(false));
    },
    cut() {
      // White paper is no piece that anybody keeps.
      if (items.some((item) => item.type !== 'feed')) {
        const sheet = describe(true);
        done = [...done, sheet].slice(-keep);
        id += 1;
        onChange(sheet);
      }
      items = [];
    },
    sheets: () => (items.length === 0 ? done : [...done, describe(false)]),
    clear() {
      done = [];
      if (items.length > 0) id += 1;
      items = [];
    },
  };
};

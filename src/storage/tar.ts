/**
 * A tar archive of plain files in the ustar format (POSIX.1, pax, "ustar Interchange Format"), which every tar and every
 * file manager reads. The names are the box's own, so what the format cannot hold is a bug.
 */
import { assert } from '../errors.ts';

export interface TarFile {
  /** Relative, with `/`: at most 100 bytes after its last fitting `/` and 155 before it. */
  readonly name: string;
  /** Bytes of `content`. */
  readonly size: number;
  readonly modifiedMs: number;
  readonly content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

const blockBytes = 512;
/** Eleven octal digits. */
const maxSize = 8 ** 11 - 1;
/** Readers want two empty blocks at the end; tar(1) fills up to a record of twenty. */
const recordBytes = 20 * blockBytes;

export async function* tar(files: Iterable<TarFile> | AsyncIterable<TarFile>): AsyncGenerator<Uint8Array> {
  let written = 0;
  for await (const { name, size, modifiedMs, content } of files) {
    yield header(name, size, modifiedMs);
    let given = 0;
    for await (const chunk of content) {
      given += chunk.length;
      assert(given <= size, `${name}: not longer than its header says`);
      yield chunk;
    }
    assert(given === size, `${name}: not shorter than its header says`);
    const padding = padded(size, blockBytes) - size;
    if (padding > 0) yield Buffer.alloc(padding);
    written += blockBytes + size + padding;
  }
  yield Buffer.alloc(padded(written + 2 * blockBytes, recordBytes) - written);
}

/** A file that is in memory already. */
export const tarText = (name: string, text: string, modifiedMs: number): TarFile => {
  const bytes = Buffer.from(text);
  return { name, size: bytes.length, modifiedMs, content: [bytes] };
};

const padded = (bytes: number, unit: number): number => Math.ceil(bytes / unit) * unit;

const header = (path: string, size: number, modifiedMs: number): Uint8Array => {
  assert(Number.isSafeInteger(size) && size >= 0 && size <= maxSize, `${path}: a size that ustar can hold`);
  const { prefix, name } = splitName(path);
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0, 100, 'latin1');
  block.write(octal(0o600, 8), 100, 'latin1');
  block.write(octal(0, 8), 108, 'latin1'); // uid: whoever unpacks it
  block.write(octal(0, 8), 116, 'latin1'); // gid
  block.write(octal(size, 12), 124, 'latin1');
  block.write(octal(Math.max(0, Math.floor(modifiedMs / 1_000)), 12), 136, 'latin1');
  block.write(' '.repeat(8), 148, 'latin1'); // as which the checksum counts itself
  block.write('0', 156, 'latin1'); // a regular file
  block.write('ustar\0' + '00', 257, 'latin1');
  block.write(prefix, 345, 155, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
};

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;

const splitName = (path: string): { readonly prefix: string; readonly name: string } => {
  assert(/^[!-.0-~][!-~]*[!-.0-~]$|^[!-.0-~]$/.test(path), `${path}: a relative name of visible ASCII`);
  if (path.length <= 100) return { prefix: '', name: path };
  const cut = path.lastIndexOf('/', 155);
  assert(cut > 0 && path.length - cut - 1 <= 100, `${path}: a name that ustar can hold`);
  return { prefix: path.slice(0, cut), name: path.slice(cut + 1) };
};

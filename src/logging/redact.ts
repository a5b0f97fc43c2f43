/**
 * The second defence: what is logged has no secret in it to begin with, and whatever slips through by name is hidden
 * here. Everything is bounded, and nothing that is handed in can make it throw.
 */
import { FieldFailure, fieldCodes } from '../errors.ts';

const hidden = '[hidden]';
const maxDepth = 8;
const maxMembers = 100;
const maxStringLength = 2_000;

/** Compared without case, `-` and `_`: `Signature-Input`, `terminal_key`. */
const secretNames: ReadonlySet<string> = new Set([
  'code',
  'qr',
  'terminalkey',
  'signature',
  'signatureinput',
  'pin',
  'servicepin',
  'activationcode',
  'attemptid', // a repeat of it is answered with the terminal key
  'customercode',
  'authorization',
  'password',
  'secret',
  'salt',
  'hash',
]);

/** `code` is also the name under which errors carry their field code, and that must be read. */
const isFieldCode = (value: unknown): boolean => (fieldCodes as readonly unknown[]).includes(value);

const isSecret = (name: string, value: unknown): boolean =>
  secretNames.has(name.toLowerCase().replace(/[-_]/g, '')) &&
  !isFieldCode(value) &&
  value !== null &&
  value !== undefined;

/** A copy that may be written to the log: secrets by name hidden, strings cut, depth and breadth bounded. */
export const redact = (value: unknown): unknown => {
  try {
    return copy(value, 0);
  } catch {
    return '[unreadable]'; // a getter or a proxy that throws
  }
};

const copy = (value: unknown, depth: number): unknown => {
  switch (typeof value) {
    case 'string':
      return cut(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
    case 'undefined':
      return value;
    case 'bigint':
      return String(value);
    case 'symbol':
    case 'function':
      return undefined;
    default:
      return value === null ? null : copyObject(value as object, depth);
  }
};

const copyObject = (value: object, depth: number): unknown => {
  if (depth >= maxDepth) return '[deep]';
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Date || value instanceof URL) return cut(JSON.stringify(value)?.slice(1, -1) ?? 'null');
  if (value instanceof Error) return copyError(value, depth);
  if (Array.isArray(value)) {
    const items = value.slice(0, maxMembers).map((item) => copy(item, depth + 1));
    return value.length > maxMembers ? [...items, `[+${value.length - maxMembers}]`] : items;
  }
  if (value instanceof Map || value instanceof Set) return `[${value.size} members]`;
  return copyMembers(Object.entries(value), depth);
};

const copyMembers = (entries: readonly (readonly [string, unknown])[], depth: number): Record<string, unknown> => {
  const members: Record<string, unknown> = Object.create(null);
  for (const [name, member] of entries.slice(0, maxMembers)) {
    members[cut(name)] = isSecret(name, member) ? hidden : copy(member, depth + 1);
  }
  if (entries.length > maxMembers) members['[more]'] = entries.length - maxMembers;
  return members;
};

const copyError = (error: Error, depth: number): unknown =>
  error instanceof FieldFailure
    ? copy(error.fieldError, depth)
    : copyMembers(
        [
          ['name', error.name],
          ['message', error.message],
          ['errno', (error as NodeJS.ErrnoException).code],
          ['stack', error.stack],
          ['cause', error.cause],
        ].filter((entry): entry is [string, unknown] => entry[1] !== undefined),
        depth,
      );

const cut = (text: string): string =>
  text.length <= maxStringLength ? text : `${text.slice(0, maxStringLength)}[+${text.length - maxStringLength}]`;

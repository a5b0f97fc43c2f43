/** A 2 × 20 customer display: takes the bytes of either command set and shows what they say. */
import iconv from 'iconv-lite';
import { createSimulatedCable, type SimulatedCable } from '../simulated-cable.ts';
import { type DisplayLines, type DisplayProtocol, displayColumns } from './types.ts';

export const displayFaults = ['ok', 'unplugged'] as const;
export type DisplayFault = (typeof displayFaults)[number];

export interface DisplaySimulator {
  readonly cable: SimulatedCable;
  /** Bytes from the box; commands may be cut anywhere. */
  receive(bytes: Uint8Array): void;
  lines(): DisplayLines;
  /** Misuse: what came that is no command, newest last, at most 20. */
  complaints(): readonly string[];
  setFault(fault: DisplayFault): void;
  fault(): DisplayFault;
}

const maxComplaints = 20;
/** The longest command, a whole line of CD5220, ends well within this. */
const maxUnfinishedBytes = 64;

interface Glass {
  readonly cells: Uint8Array;
  cursor: number;
}

/** How many bytes the first command of `bytes` has: 0 not all of it is here yet, -1 no such command. */
type Interpret = (bytes: Uint8Array, glass: Glass) => number;

const blank = 0x20;
const cellCount = 2 * displayColumns;

const reset = (glass: Glass): void => {
  glass.cells.fill(blank);
  glass.cursor = 0;
};

/** Overwrite mode: after the last cell comes the first. */
const put = (glass: Glass, byte: number): void => {
  glass.cells[glass.cursor] = byte;
  glass.cursor = (glass.cursor + 1) % cellCount;
};

/** What both sets have: characters, 0C clear, 0B home, 1B 40 init. */
const interpretShared: Interpret = (bytes, glass) => {
  const [first = 0, second] = bytes;
  if (first >= blank) put(glass, first);
  else if (first === 0x0c) reset(glass);
  else if (first === 0x0b) glass.cursor = 0;
  else if (first === 0x1b) {
    if (second === undefined) return 0;
    if (second !== 0x40) return -1;
    reset(glass);
    return 2;
  } else return -1;
  return 1;
};

/** 1B 51 41|42 … 0D */
const interpretCd5220: Interpret = (bytes, glass) => {
  if (bytes[0] !== 0x1b || bytes[1] !== 0x51) return interpretShared(bytes, glass);
  const end = bytes.indexOf(0x0d);
  if (end === -1) return bytes.length > maxUnfinishedBytes ? -1 : 0;
  const row = (bytes[2] ?? 0) - 0x41;
  const line = bytes.subarray(3, end);
  if ((row !== 0 && row !== 1) || line.length > displayColumns) return -1;
  const start = row * displayColumns;
  glass.cells.fill(blank, start, start + displayColumns);
  glass.cells.set(line, start);
  return end + 1;
};

/** 1F 24 x y, 1F 01 and 1F 43 n */
const interpretEpson: Interpret = (bytes, glass) => {
  if (bytes[0] !== 0x1f) return interpretShared(bytes, glass);
  const [, command, x, y] = bytes;
  if (command === undefined) return 0;
  if (command === 0x01) return 2;
  if (command === 0x43) return x === undefined ? 0 : 3;
  if (command !== 0x24) return -1;
  if (x === undefined || y === undefined) return 0;
  if (x < 1 || x > displayColumns || y < 1 || y > 2) return -1;
  glass.cursor = (y - 1) * displayColumns + (x - 1);
  return 4;
};

export const createDisplaySimulator = (
  protocol: DisplayProtocol,
  onChange: () => void = () => {},
): DisplaySimulator => {
  const cable = createSimulatedCable(onChange);
  const interpret = protocol === 'cd5220' ? interpretCd5220 : interpretEpson;
  const glass: Glass = { cells: new Uint8Array(cellCount).fill(blank), cursor: 0 };
  const complaints: string[] = [];
  let unread: Uint8Array = new Uint8Array(0);
  let present: DisplayFault = 'ok';

  const row = (index: 0 | 1): string =>
    iconv.decode(Buffer.from(glass.cells.subarray(index * displayColumns, (index + 1) * displayColumns)), 'cp866');

  return {
    cable,
    receive(bytes) {
      unread = Buffer.concat([unread, bytes]);
      while (unread.length > 0) {
        const taken = interpret(unread, glass);
        if (taken === 0) break;
        if (taken === -1) {
          complaints.push(`no such command: ${Buffer.from(unread.subarray(0, 4)).toString('hex')}`);
          complaints.splice(0, complaints.length - maxComplaints);
        }
        unread = unread.subarray(Math.max(1, taken));
      }
      onChange();
    },
    lines: () => [row(0), row(1)],
    complaints: () => complaints,
    setFault(fault) {
      present = fault;
      if (fault === 'unplugged') cable.unplug();
      else cable.plugIn();
    },
    fault: () => present,
  };
};

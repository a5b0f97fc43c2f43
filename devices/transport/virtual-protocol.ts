/**
 * What a box and the far ends of its virtual devices say to each other on a unix socket, below the devices' own bytes.
 *
 * The box sends one hello, a JSON document on a line. The far end answers `ok` on a line, and from there both sides send
 * the device's raw bytes; or it closes, which means: no such device is plugged in. Reports of a HID device have a length
 * before them (2 bytes, big-endian), since a stream has no reports. `resolver` stands for the name server: its one
 * answer is a line with an address or `ENOTFOUND`.
 */
export const virtualDevices = ['printer', 'scanner', 'keypad', 'display'] as const;
export type VirtualDevice = (typeof virtualDevices)[number];

export type Hello = { readonly device: VirtualDevice } | { readonly device: 'resolver'; readonly host: string };

/** A longer first line is not ours. A host name has at most 253 characters. */
export const maxHelloBytes = 512;
export const accepted = 'ok';
export const notFound = 'ENOTFOUND';

/** HID reports of real devices have at most 64 bytes at full speed, 1,024 at high speed (USB 2.0, 5.7.3). */
export const maxReportBytes = 1_024;

export const helloLine = (hello: Hello): string => `${JSON.stringify(hello)}\n`;

/** Null: not a hello. */
export const parseHello = (line: string): Hello | null => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('device' in parsed)) return null;
  if (parsed.device === 'resolver')
    return 'host' in parsed && typeof parsed.host === 'string' ? { device: 'resolver', host: parsed.host } : null;
  const device = virtualDevices.find((name) => name === parsed.device);
  return device === undefined ? null : { device };
};

export const frameReport = (report: Uint8Array): Uint8Array => {
  if (report.length > maxReportBytes) throw new RangeError(`a report has at most ${maxReportBytes} bytes`);
  const framed = new Uint8Array(2 + report.length);
  framed.set([report.length >> 8, report.length & 0xff]);
  framed.set(report, 2);
  return framed;
};

/** Cuts a stream into reports; a length beyond 1,024 says that this is no stream of reports, and the reader stops. */
export const createReportReader = (
  onReport: (report: Uint8Array) => void,
  onBroken: (why: string) => void,
): ((bytes: Uint8Array) => void) => {
  let held: Buffer = Buffer.alloc(0);
  let broken = false;
  return (bytes) => {
    if (broken) return;
    held = Buffer.concat([held, bytes]);
    while (held.length >= 2) {
      const length = held.readUInt16BE(0);
      if (length > maxReportBytes) {
        broken = true;
        held = Buffer.alloc(0);
        return onBroken(`a report of ${length} bytes`);
      }
      if (held.length < 2 + length) return;
      const report = Uint8Array.from(held.subarray(2, 2 + length));
      held = held.subarray(2 + length);
      onReport(report);
    }
  };
};

/** Takes the first line of a stream and hands over what follows it untouched. */
export const createLineTaker = (
  onLine: (line: string, rest: Uint8Array) => void,
  onTooLong: () => void,
): ((bytes: Uint8Array) => void) => {
  let held: Buffer = Buffer.alloc(0);
  let done = false;
  return (bytes) => {
    if (done) return;
    held = Buffer.concat([held, bytes]);
    const end = held.indexOf(0x0a);
    if (end >= 0 ? end > maxHelloBytes : held.length > maxHelloBytes) {
      done = true;
      onTooLong();
    } else if (end >= 0) {
      done = true;
      onLine(held.toString('utf8', 0, end), held.subarray(end + 1));
    }
  };
};

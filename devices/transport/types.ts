/**
 * The lowest seam. Above it all code is the same with and without hardware; below it stand usblp, serial, TCP, hidraw
 * or, in the sandbox, a unix socket to the virtual device.
 */

/** A duplex of bytes to one device. After `onClose` has fired nothing more comes and every write rejects. */
export interface ByteChannel {
  /** Resolves when the bytes were handed over; rejects when the channel closes or the signal aborts first. */
  write(bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** One listener; what came before it was set is kept (bounded) and delivered then. */
  onData(listener: (bytes: Uint8Array) => void): void;
  /** One listener; fires once, also when it is set after the close. `null`: closed by us. */
  onClose(listener: (error: Error | null) => void): void;
  close(): Promise<void>;
}

/** HID: whole reports instead of a stream of bytes. */
export interface ReportChannel {
  onReport(listener: (report: Uint8Array) => void): void;
  onClose(listener: (error: Error | null) => void): void;
  close(): Promise<void>;
}

/** Opens the device once; rejects if it is not there. `machines/device-link.ts` calls it again with backoff. */
export type Open<Channel> = (signal: AbortSignal) => Promise<Channel>;

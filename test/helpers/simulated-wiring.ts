/** Wires a device simulator to a driver in one process: the bytes are those that cross the unix socket in the sandbox. */
import type { CableEnd, SimulatedCable } from '../../devices/simulated-cable.ts';
import type { ByteChannel, ReportChannel } from '../../devices/transport/types.ts';

export const reportChannelTo = (cable: SimulatedCable): ReportChannel => {
  let listener: (report: Uint8Array) => void = () => {};
  let closed: (error: Error | null) => void = () => {};
  const end: CableEnd = { send: (report) => listener(report), hangUp: () => closed(new Error('unplugged')) };
  if (!cable.connect(end)) throw new Error('unplugged');
  return {
    onReport(next) {
      listener = next;
    },
    onClose(next) {
      closed = next;
    },
    async close() {
      cable.disconnect(end);
      closed(null);
    },
  };
};

export const byteChannelTo = (cable: SimulatedCable, receive: (bytes: Uint8Array) => void): ByteChannel => {
  const reports = reportChannelTo(cable);
  return {
    async write(bytes) {
      if (!cable.isConnected()) throw new Error('closed');
      receive(bytes);
    },
    onData: reports.onReport,
    onClose: reports.onClose,
    close: reports.close,
  };
};

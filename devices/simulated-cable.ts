/**
 * The cable between a simulated device and the box: at most one box at a time, and a plug that can be pulled. What is
 * sent while nobody is connected is lost, as with the real thing.
 */
export interface CableEnd {
  /** One report, or some bytes, to the box. */
  send(bytes: Uint8Array): void;
  /** The box finds the device gone. */
  hangUp(): void;
}

export interface SimulatedCable {
  /** The box opens the device. False: it is unplugged. An earlier opener loses it, as after a reboot of the box. */
  connect(end: CableEnd): boolean;
  /** The box closed it, or died. */
  disconnect(end: CableEnd): void;
  unplug(): void;
  plugIn(): void;
  isConnected(): boolean;
  /** False: nobody has the device open. */
  send(bytes: Uint8Array): boolean;
}

export const createSimulatedCable = (onChange: () => void = () => {}): SimulatedCable => {
  let present: CableEnd | null = null;
  let plugged = true;
  const drop = (): void => {
    const end = present;
    present = null;
    end?.hangUp();
  };
  return {
    connect(end) {
      if (!plugged) return false;
      drop();
      present = end;
      onChange();
      return true;
    },
    disconnect(end) {
      if (present !== end) return;
      present = null;
      onChange();
    },
    unplug() {
      plugged = false;
      drop();
      onChange();
    },
    plugIn() {
      plugged = true;
      onChange();
    },
    isConnected: () => present !== null,
    send(bytes) {
      if (present === null) return false;
      present.send(bytes);
      return true;
    },
  };
};

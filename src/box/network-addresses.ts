/** Where this machine is found in its network: what an engineer types into SSH. */
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

export interface NetworkAddresses {
  readonly hostName: string;
  /** IPv4 first; neither loopback nor link-local ones, which lead nowhere from another machine without more. */
  readonly ip: readonly string[];
}

/** A machine with more has bridges of containers, which tell nobody anything. */
const maxAddresses = 8;

const isOfUse = ({ internal, address }: NetworkInterfaceInfo): boolean =>
  !internal && !/^(?:169\.254\.|fe80:)/i.test(address);

export const networkAddresses = (
  name: string = hostname(),
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): NetworkAddresses => {
  const found = Object.values(interfaces).flatMap((addresses) => (addresses ?? []).filter(isOfUse));
  const ofFamily = (family: string) => found.filter((one) => one.family === family).map(({ address }) => address);
  return { hostName: name, ip: [...ofFamily('IPv4'), ...ofFamily('IPv6')].slice(0, maxAddresses) };
};

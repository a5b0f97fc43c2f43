/**
 * The box's connections to its gateway. Long polls have a pool of their own, so that a cancel never waits behind one
 * and giving up a poll never closes the connection that a cancel would use.
 */
import { type Dispatcher, Pool } from 'undici';
import { type Connector, type ConnectorOptions, createConnector } from './connector.ts';

/** undici's default of 4 s would make nearly every sale pay for a new TLS connection. */
const keepAliveTimeoutMs = 60_000;

/** A foreground job, obligations and a report at once. */
const callConnections = 4;

/** The sale on the screen, and one that is being carried on behind it. */
const pollConnections = 2;

export interface GatewayPool {
  dispatcher(longPoll: boolean): Dispatcher;
  /** Has a connection ready for the next call, if none is. Rejects with the connection's error. */
  warm(): Promise<void>;
  /** Closes every connection; what is under way ends with an error. */
  close(): Promise<void>;
}

export const createGatewayPool = (
  origin: URL,
  options: Omit<ConnectorOptions, 'https' | 'idleTimeoutMs'>,
): GatewayPool => {
  const https = origin.protocol === 'https:';
  const connector: Connector = createConnector({ ...options, https, idleTimeoutMs: keepAliveTimeoutMs });
  const open = (connections: number, connect: Connector['connect']) =>
    new Pool(origin.origin, {
      connections,
      connect,
      allowH2: false,
      pipelining: 1,
      keepAliveTimeout: keepAliveTimeoutMs,
      // A server's hint may shorten it, never lengthen it: a mobile network drops idle connections in silence.
      keepAliveMaxTimeout: keepAliveTimeoutMs,
      // The call's own deadline covers the whole exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  const calls = open(callConnections, connector.connect);
  const polls = open(pollConnections, connector.connect);

  return {
    dispatcher: (longPoll) => (longPoll ? polls : calls),
    warm: async () => {
      if (calls.stats.free > 0) return;
      const hostname = origin.hostname.replace(/^\[|\]$/g, '');
      await connector.reserve({ hostname, host: origin.host, protocol: origin.protocol, port: origin.port });
    },
    close: async () => {
      connector.close();
      await Promise.all([calls.destroy(), polls.destroy()]);
    },
  };
};

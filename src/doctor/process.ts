/** What this process runs on: runtime, crypto library, proxies in its environment, since when. */
import { uptime } from 'node:os';
import type { Release } from '../control/release.ts';
import { fieldError } from '../errors.ts';
import { type CryptoLibrary, cryptoLibrary } from '../gateway/transport/crypto-library.ts';
import type { Finding } from '../locale/doctor.ts';
import { sound, trouble } from './finding.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export const examineRuntime = ({ version, runtime }: Release): Finding =>
  sound('runtime', 'runtime', { runtime, version, executable: process.execPath });

export const examineCrypto = (library: CryptoLibrary = cryptoLibrary()): Finding => {
  const environment = Object.entries(library.environment)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
  return sound('crypto-library', library.isBuiltIn ? 'cryptoBuiltIn' : 'cryptoShared', {
    library: `${library.name} ${library.version}${library.fips ? ', FIPS' : ''}`,
    ...(library.file !== null && { file: library.file }),
    ...(environment !== '' && { environment }),
  });
};

const proxies = ['https_proxy', 'http_proxy', 'all_proxy'] as const;

/** The names alone: a proxy's address may hold a password. */
export const examineProxy = (env: Environment): Finding => {
  const names = proxies.flatMap((name) => [name, name.toUpperCase()]).filter((name) => Boolean(env[name]));
  if (names.length === 0) return sound('proxy', 'noProxy');
  const params = { names: names.join(', ') };
  return trouble('warn', 'proxy', fieldError('NET-14', undefined, params), 'proxySet', params);
};

/** `isBox`: this process is the box, and its start is the box's. */
export const examineUptime = (isBox: boolean, minute: (epochMs: number) => string): Finding => {
  const now = Date.now();
  const machine = minute(now - uptime() * 1_000);
  return isBox
    ? sound('uptime', 'uptime', { box: minute(now - process.uptime() * 1_000), machine })
    : sound('uptime', 'uptimeOfMachine', { machine });
};

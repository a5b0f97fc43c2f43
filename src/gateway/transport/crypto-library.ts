/** Which crypto library this process runs on and where it was loaded from: what TLS and the trust store hang on. */
import { getFips } from 'node:crypto';
import { readFileSync } from 'node:fs';

export interface CryptoLibrary {
  readonly name: 'OpenSSL' | 'BoringSSL';
  readonly version: string;
  /** What it was loaded from, or is built into; null: a shared library that could not be found. */
  readonly file: string | null;
  readonly isBuiltIn: boolean;
  readonly fips: boolean;
  /** What the environment tells it, where that is set: files of settings, modules and certificates. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface CryptoProcess {
  readonly opensslVersion: string;
  /** `process.config.variables`. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly execPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fips: boolean;
  /** `/proc/self/maps`; null: not to be had. */
  readonly memoryMap: () => string | null;
}

const variables = ['OPENSSL_CONF', 'OPENSSL_MODULES', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'] as const;

/** No value is a secret: all are paths. */
export const cryptoLibrary = (of: CryptoProcess = thisProcess()): CryptoLibrary => ({
  name: of.variables.openssl_is_boringssl === true ? 'BoringSSL' : 'OpenSSL',
  version: of.opensslVersion,
  ...loadedFrom(of),
  fips: of.fips,
  environment: Object.fromEntries(
    variables.flatMap((name) => {
      const value = of.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  ),
});

const loadedFrom = ({
  variables: { node_shared_openssl: shared },
  execPath,
  memoryMap,
}: CryptoProcess): Pick<CryptoLibrary, 'file' | 'isBuiltIn'> => {
  if (shared !== true && shared !== 'true') return { file: execPath, isBuiltIn: true };
  // `7f…-7f… r-xp 00000000 08:01 1234  /usr/lib/aarch64-linux-gnu/libcrypto.so.3` (proc(5))
  const path = /^\S+ \S+ \S+ \S+ \S+ +(\/.*\/libcrypto[^/\n]*)$/m.exec(memoryMap() ?? '')?.[1];
  return { file: path ?? null, isBuiltIn: false };
};

const thisProcess = (): CryptoProcess => ({
  opensslVersion: process.versions.openssl,
  variables: process.config.variables as unknown as Readonly<Record<string, unknown>>,
  execPath: process.execPath,
  env: process.env,
  fips: getFips() === 1,
  memoryMap() {
    try {
      return readFileSync('/proc/self/maps', 'utf8');
    } catch {
      return null;
    }
  },
});

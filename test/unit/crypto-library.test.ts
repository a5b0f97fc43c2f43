import { expect, test } from 'vitest';
import { type CryptoProcess, cryptoLibrary } from '../../src/gateway/transport/crypto-library.ts';

const shared: CryptoProcess = {
  opensslVersion: '3.5.8',
  variables: { node_shared_openssl: true, openssl_is_boringssl: false },
  execPath: '/usr/bin/node',
  env: { PATH: '/usr/bin', OPENSSL_CONF: '/etc/ssl/openssl.cnf', NODE_EXTRA_CA_CERTS: '/etc/sendybox/ca.pem' },
  fips: false,
  memoryMap: () =>
    [
      '55d0c000-55d0d000 r--p 00000000 08:01 1311 /usr/bin/node',
      '7f2a1000-7f2a2000 r--p 00000000 08:01 1312                       /usr/lib/aarch64-linux-gnu/libcrypto.so.3',
      '7f2b1000-7f2b2000 r--p 00000000 08:01 1313                       /usr/lib/aarch64-linux-gnu/libssl.so.3',
    ].join('\n'),
};

test('a shared library is named by its file', () => {
  expect(cryptoLibrary(shared)).toEqual({
    name: 'OpenSSL',
    version: '3.5.8',
    file: '/usr/lib/aarch64-linux-gnu/libcrypto.so.3',
    isBuiltIn: false,
    fips: false,
    environment: { OPENSSL_CONF: '/etc/ssl/openssl.cnf', NODE_EXTRA_CA_CERTS: '/etc/sendybox/ca.pem' },
  });
});

test('a shared library that cannot be found is not guessed', () => {
  for (const memoryMap of [() => null, () => ''])
    expect(cryptoLibrary({ ...shared, memoryMap })).toMatchObject({ file: null, isBuiltIn: false });
});

test('the project’s own Node has its library built in', () => {
  const { openssl: version } = process.versions;
  expect(cryptoLibrary()).toMatchObject({ name: 'OpenSSL', version, file: process.execPath, isBuiltIn: true });
});

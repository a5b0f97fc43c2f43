/** Certificates for tests that speak TLS: authorities, leaves good and bad, and the pin of a key. */
import 'reflect-metadata';
import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;

export interface Authority {
  readonly name: string;
  readonly pem: string;
  readonly keys: webcrypto.CryptoKeyPair;
}

export interface Leaf {
  readonly pem: string;
  readonly keyPem: string;
}

const newKeys = () =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

const serial = () => Buffer.from(webcrypto.getRandomValues(new Uint8Array(8))).toString('hex');

const fromNow = (days: number) => new Date(Date.now() + days * dayMs);

const authorityExtensions = () => [
  new x509.BasicConstraintsExtension(true, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
];

/** A root that trusts itself. */
export const createAuthority = async (name: string): Promise<Authority> => {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${name}`,
    notBefore: fromNow(-1),
    notAfter: fromNow(10),
    signingAlgorithm: algorithm,
    keys,
    extensions: authorityExtensions(),
  });
  return { name, pem: `${certificate.toString('pem')}\n`, keys };
};

/** A certificate that says `issuer` vouches for `subject`, though somebody else has signed it. */
export const forgeCrossCertificate = async (subject: Authority, issuer: Authority): Promise<string> => {
  const forger = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: `CN=${subject.name}`,
    issuer: `CN=${issuer.name}`,
    notBefore: fromNow(-1),
    notAfter: fromNow(10),
    signingAlgorithm: algorithm,
    publicKey: subject.keys.publicKey,
    signingKey: forger.privateKey,
    extensions: authorityExtensions(),
  });
  return `${certificate.toString('pem')}\n`;
};

export interface LeafOptions {
  /** DNS names and IP addresses; `127.0.0.1` and `localhost` if not given. */
  readonly names?: readonly string[];
  readonly validFromDays?: number;
  readonly validToDays?: number;
}

export const createLeaf = async (authority: Authority, options: LeafOptions = {}): Promise<Leaf> => {
  const keys = await newKeys();
  const names = options.names ?? ['127.0.0.1', 'localhost'];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: 'CN=gateway',
    issuer: `CN=${authority.name}`,
    notBefore: fromNow(options.validFromDays ?? -1),
    notAfter: fromNow(options.validToDays ?? 10),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    pem: `${certificate.toString('pem')}\n`,
    keyPem: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
  };
};

/** SHA-256 of the key's SubjectPublicKeyInfo, base64: what `pinnedKeys` holds. */
export const pinOf = (pem: string): string =>
  createHash('sha256')
    .update(new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

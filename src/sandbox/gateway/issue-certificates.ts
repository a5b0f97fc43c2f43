/** Makes keys and certificates: an authority, and server certificates for `localhost` and `127.0.0.1`. */
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** P-256: a key in a millisecond and a fast handshake. */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

export interface Validity {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

export interface Authority {
  readonly certPem: string;
  readonly keyPem: string;
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

const newKeys = async (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const readKeys = async (keyPem: string): Promise<webcrypto.CryptoKeyPair> => {
  const privateKey = createPrivateKey(keyPem);
  return {
    privateKey: await webcrypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ format: 'der', type: 'pkcs8' }),
      algorithm,
      true,
      ['sign'],
    ),
    publicKey: await webcrypto.subtle.importKey(
      'spki',
      createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
      algorithm,
      true,
      ['verify'],
    ),
  };
};

const keyPemOf = async (keys: webcrypto.CryptoKeyPair): Promise<string> => {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
};

export const newAuthority = async (name: string, { from, to }: Validity): Promise<Authority> => {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    notBefore: new Date(from),
    notAfter: new Date(to),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys, certPem: certificate.toString('pem'), keyPem: await keyPemOf(keys) };
};

export const readAuthority = async (pem: { readonly cert: string; readonly key: string }): Promise<Authority> => ({
  certPem: pem.cert,
  keyPem: pem.key,
  certificate: new X509Certificate(pem.cert),
  keys: await readKeys(pem.key),
});

/** `keyPem`: the key of an earlier certificate, to keep it. */
export const newServer = async (
  authority: Authority,
  { from, to }: Validity,
  keyPem?: string,
): Promise<{ readonly cert: string; readonly key: string }> => {
  const keys = keyPem === undefined ? await newKeys() : await readKeys(keyPem);
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: ['localhost'] }],
    issuer: authority.certificate.subjectName,
    notBefore: new Date(from),
    notAfter: new Date(to),
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
      await AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: certificate.toString('pem'), key: await keyPemOf(keys) };
};

/**
 * Whom the box believes to be its gateway (gateway contract, transport): TLS 1.2 or newer, the system's trust store or
 * `caFile` in its place, and on top of it, where `pinnedKeys` are set, a pinned public key in the verified chain.
 */
import { createHash, X509Certificate } from 'node:crypto';
import {
  checkServerIdentity,
  createSecureContext,
  getCACertificates,
  type PeerCertificate,
  type SecureContext,
} from 'node:tls';
import { failed, ok, type Result, reasonedError } from '../../errors.ts';

export interface TrustOptions {
  /** Content of `caFile`: PEM, one or more certificates; null: the system's trust store. */
  readonly caPem: string | null;
  /** SHA-256 of SubjectPublicKeyInfo, base64: of the leaf or an issuer. Empty: no pin. */
  readonly pinnedKeys: readonly string[];
}

export interface Trust {
  secureContext(): SecureContext;
  checkServerIdentity(host: string, certificate: PeerCertificate): Error | undefined;
  /** How many certificates are trusted; reads the system's store where that is meant. */
  authorities(): number;
}

/** How a connection says that no pinned key is in the chain; any other error of a certificate is Node's own. */
export const pinMismatchCode = 'PINNED_KEY_MISMATCH';

const pemCertificates = (pem: string): string[] =>
  pem.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? [];

/** As `pinnedKeys` has it. */
export const spkiSha256 = (certificate: X509Certificate): string =>
  createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');

/** Deeper chains do not occur; a peer must not make us walk for ever. */
const maxChainLength = 10;

/**
 * The certificates of the peer from leaf to root. What Node hands out is ordered by names, as the peer sent it: each
 * link's signature is checked here, or a certificate with a true issuer's name and the pinned key above it could be
 * smuggled between, without anyone having signed it.
 */
const signedChain = (peer: PeerCertificate): X509Certificate[] => {
  let certificate = new X509Certificate(peer.raw);
  const chain = [certificate];
  let above: object | undefined = 'issuerCertificate' in peer ? (peer.issuerCertificate as object) : undefined;
  while (above !== undefined && 'raw' in above && chain.length < maxChainLength) {
    const issuer = new X509Certificate(above.raw as Buffer);
    if (issuer.fingerprint256 === certificate.fingerprint256) break;
    if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) break;
    chain.push(issuer);
    certificate = issuer;
    above = 'issuerCertificate' in above ? (above.issuerCertificate as object) : undefined;
  }
  return chain;
};

let systemStore: string[] | null = null;

/** Read once: half a thousand certificates take a tenth of a second. A system without a store: Node's own roots. */
const systemCertificates = (): string[] => {
  systemStore ??= [...new Set(getCACertificates('system'))];
  return systemStore.length > 0 ? systemStore : getCACertificates('default');
};

let contextOfSystem: SecureContext | null = null;

/** Made once: a hundred certificates stop everything else for some 30 ms, on a small box for longer. */
const systemContext = (): SecureContext => {
  contextOfSystem ??= createSecureContext({ ca: systemCertificates(), minVersion: 'TLSv1.2' });
  return contextOfSystem;
};

/** Error SET-02: `caFile` holds no certificate or a torn one; a pin is not the base64 of 32 bytes. */
export const createTrust = ({ caPem, pinnedKeys }: TrustOptions): Result<Trust> => {
  for (const pin of pinnedKeys)
    if (!/^[A-Za-z0-9+/]{43}=$/.test(pin)) return failed(reasonedError('SET-02', 'pinnedKey', { key: 'pinnedKeys' }));
  const pins = new Set(pinnedKeys);

  let context: SecureContext | null = null;
  let ofFile: number | null = null;
  if (caPem !== null) {
    const certificates = pemCertificates(caPem);
    if (certificates.length === 0) return failed(reasonedError('SET-02', 'caFileEmpty', { key: 'caFile' }));
    try {
      for (const certificate of certificates) new X509Certificate(certificate);
      context = createSecureContext({ ca: certificates, minVersion: 'TLSv1.2' });
      ofFile = certificates.length;
    } catch (error) {
      return failed(
        reasonedError(
          'SET-02',
          'caFileBroken',
          { key: 'caFile' },
          error instanceof Error ? error.message : String(error),
        ),
      );
    }
  }

  return ok({
    secureContext: () => {
      context ??= systemContext();
      return context;
    },
    authorities: () => ofFile ?? systemCertificates().length,
    checkServerIdentity: (host, certificate) => {
      const wrongName = checkServerIdentity(host, certificate);
      if (wrongName !== undefined || pins.size === 0) return wrongName;
      if (signedChain(certificate).some((link) => pins.has(spkiSha256(link)))) return undefined;
      return Object.assign(new Error('no pinned key in the chain of the server'), { code: pinMismatchCode });
    },
  });
};

/**
 * The sandbox's own certificate authority and the server certificates: the good one, and the two of the faults `wrong-ca`
 * and `expired-certificate`. They follow the machine's clock and not the gateway's, since the box's TLS library does.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

export type CertificateName = 'good' | 'wrong-ca' | 'expired';

export interface Certificates {
  /** PEM of the authority that the box is told to trust. */
  readonly caFile: string;
  readonly servers: Readonly<Record<CertificateName, ServerCertificate>>;
}

const dayMs = 86_400_000;
const caLifeDays = 3_650;
/** What browsers still accept of a server certificate. */
const serverLifeDays = 397;
const renewBeforeDays = 30;

const files = {
  caCert: 'sandbox-ca.pem',
  caKey: 'sandbox-ca-key.pem',
  cert: (name: CertificateName) => `server-${name}.pem`,
  key: (name: CertificateName) => `server-${name}-key.pem`,
};

/**
 * Reads the certificates of `dataDir`, and makes what is missing, unreadable or near its end. A server certificate that is
 * renewed keeps the authority and its key, so that `caFile` and pinned keys stay right.
 */
export const loadCertificates = async (dataDir: string, nowMs = Date.now()): Promise<Certificates> => {
  await mkdir(dataDir, { recursive: true });
  const caFile = join(dataDir, files.caCert);
  const found = await readCertificates(dataDir);
  if (found !== null && isFresh(found, nowMs)) return { caFile, servers: found.servers };

  // x509 takes longer to load than everything else here, and an existing sandbox does not need it.
  const issue = await import('./issue-certificates.ts');
  const authority =
    found !== null &&
    hasBegun(found.authority.cert, nowMs) &&
    livesAt(found.authority.cert, nowMs + serverLifeDays * dayMs)
      ? await issue.readAuthority(found.authority)
      : await issue.newAuthority('Sendy sandbox CA', { from: nowMs - dayMs, to: nowMs + caLifeDays * dayMs });
  const stranger = await issue.newAuthority('Another CA', { from: nowMs - dayMs, to: nowMs + caLifeDays * dayMs });
  const current = { from: nowMs - dayMs, to: nowMs + serverLifeDays * dayMs };
  const past = { from: nowMs - 90 * dayMs, to: nowMs - dayMs };
  const servers = {
    good: await issue.newServer(authority, current, found?.servers.good.key),
    'wrong-ca': await issue.newServer(stranger, current),
    expired: await issue.newServer(authority, past),
  };

  await writePrivately(join(dataDir, files.caKey), authority.keyPem);
  await writePrivately(caFile, authority.certPem, 0o644);
  for (const name of ['good', 'wrong-ca', 'expired'] as const) {
    await writePrivately(join(dataDir, files.key(name)), servers[name].key);
    await writePrivately(join(dataDir, files.cert(name)), servers[name].cert, 0o644);
  }
  return { caFile, servers };
};

interface Found {
  readonly authority: ServerCertificate;
  readonly servers: Readonly<Record<CertificateName, ServerCertificate>>;
}

const readCertificates = async (dataDir: string): Promise<Found | null> => {
  const pair = async (cert: string, key: string): Promise<ServerCertificate> => {
    const read = {
      cert: await readFile(join(dataDir, cert), 'utf8'),
      key: await readFile(join(dataDir, key), 'utf8'),
    };
    if (!new X509Certificate(read.cert).checkPrivateKey(createPrivateKey(read.key)))
      throw new Error(`${cert} and ${key} do not belong together`);
    return read;
  };
  try {
    return {
      authority: await pair(files.caCert, files.caKey),
      servers: {
        good: await pair(files.cert('good'), files.key('good')),
        'wrong-ca': await pair(files.cert('wrong-ca'), files.key('wrong-ca')),
        expired: await pair(files.cert('expired'), files.key('expired')),
      },
    };
  } catch {
    // Missing, torn or swapped: whatever it is, a new set cures it.
    return null;
  }
};

const livesAt = (certPem: string, ms: number): boolean => new X509Certificate(certPem).validToDate.getTime() > ms;
const hasBegun = (certPem: string, ms: number): boolean => new X509Certificate(certPem).validFromDate.getTime() <= ms;

const isFresh = ({ authority, servers }: Found, nowMs: number): boolean => {
  const soon = nowMs + renewBeforeDays * dayMs;
  const issuedBy = (cert: string) => new X509Certificate(cert).checkIssued(new X509Certificate(authority.cert));
  return (
    [authority, servers.good, servers['wrong-ca']].every(({ cert }) => hasBegun(cert, nowMs)) &&
    livesAt(authority.cert, soon) &&
    livesAt(servers.good.cert, soon) &&
    livesAt(servers['wrong-ca'].cert, soon) &&
    issuedBy(servers.good.cert) &&
    issuedBy(servers.expired.cert)
  );
};

/** Whole or not at all: a torn key would be a gateway that does not start. */
const writePrivately = async (path: string, text: string, mode = 0o600): Promise<void> => {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', mode);
  try {
    await file.chmod(mode);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
};

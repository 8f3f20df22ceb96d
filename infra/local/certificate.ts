import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const VALID_DAYS = 397;
const RENEW_DAYS_BEFORE = 30;
const DAY_MS = 86_400_000;

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\./.test(address);
}

/**
 * What others on the network connect to must be encrypted: a certificate of our own for all addresses of this machine,
 * kept in the home until it nearly expires. Browsers warn about it once; MUSTER_TLS_CERT and MUSTER_TLS_KEY name a
 * proper one.
 */
export async function ensureCertificate(homeDir: string, listen: string): Promise<CertificateFiles> {
  const { MUSTER_TLS_CERT: givenCert, MUSTER_TLS_KEY: givenKey } = process.env;
  if (givenCert && givenKey) return { certFile: givenCert, keyFile: givenKey };
  const dir = join(homeDir, 'tls');
  const files = { certFile: join(dir, 'cert.pem'), keyFile: join(dir, 'key.pem') };
  if (isStillGood(files, listen)) return files;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  const names = [...new Set([hostname(), 'localhost'])];
  const made = await generate([{ name: 'commonName', value: hostname() }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + VALID_DAYS * DAY_MS),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...[...new Set(addresses.map((address) => address.replace(/%.*$/, '')))].map((ip) => ({
            type: 7 as const,
            ip,
          })),
        ],
      },
    ],
  });
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(files.keyFile, made.private, { mode: 0o600 });
  writeFileSync(files.certFile, made.cert);
  return files;
}

function isStillGood({ certFile, keyFile }: CertificateFiles, listen: string): boolean {
  if (!existsSync(certFile) || !existsSync(keyFile)) return false;
  const certificate = new X509Certificate(readFileSync(certFile));
  if (certificate.validToDate.getTime() - Date.now() < RENEW_DAYS_BEFORE * DAY_MS) return false;
  return (
    /^(0\.0\.0\.0|::)$/.test(listen) ||
    certificate.checkIP(listen) !== undefined ||
    certificate.checkHost(listen) !== undefined
  );
}

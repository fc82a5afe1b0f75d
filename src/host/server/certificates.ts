/** The server's own certificate authority, made at each start and kept in memory only. */
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import {
  BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, PemConverter,
  SubjectAlternativeNameExtension, X509CertificateGenerator,
} from '@peculiar/x509'

interface Certificates {
  /** PEM of the authority, for the kubeconfig. */
  readonly authority: string
  /** PEM of the server's certificate and of its key. */
  readonly certificate: string
  readonly key: string
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const dayMs = 86_400_000

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
}

/** Makes an authority and a certificate for this machine's own addresses, good for a year. `nowMs`: milliseconds since 1970. */
export async function makeCertificates(nowMs: number): Promise<Certificates> {
  const [authorityKeys, serverKeys] = await Promise.all([newKeys(), newKeys()])
  // Clocks differ a little.
  const validity = { notBefore: new Date(nowMs - dayMs), notAfter: new Date(nowMs + 365 * dayMs), signingAlgorithm: algorithm }
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity, serialNumber: '01', name: 'CN=podium-ca', keys: authorityKeys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  })
  const server = await X509CertificateGenerator.create({
    ...validity, serialNumber: '02', subject: 'CN=kube-apiserver', issuer: authority.subject, signingKey: authorityKeys.privateKey,
    publicKey: serverKeys.publicKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' }, { type: 'dns', value: 'localhost' }, { type: 'dns', value: 'kubernetes' },
      ]),
    ],
  })
  const key = PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey), 'PRIVATE KEY')
  return { authority: authority.toString('pem'), certificate: server.toString('pem'), key }
}

import { createHash } from 'node:crypto';
import { writeArchive } from '../../../hub/plugins/package-archive.ts';
import { packageHash, type UnsignedManifest } from '../../../model/plugins/plugin-package.ts';
import { makeKeyFile, openKeyFile, signWithKey } from '../../../model/signatures/key-file.ts';
import type { SignerKey } from '../../../model/signatures/statement.ts';

/** Somebody who signs plug-ins in a test. */
export interface Signer {
  key: SignerKey;
  sign(manifest: UnsignedManifest): ReturnType<typeof signWithKey>;
}

/** The least that a key file allows. */
const ROUNDS = 100_000;
const PASSPHRASE = 'correct horse battery';
const YEAR_MS = 365 * 86_400_000;

export async function newSigner(who: string): Promise<Signer> {
  const fromMs = Date.now() - 1000;
  const file = await makeKeyFile({ who, unit: '', fromMs, untilMs: fromMs + YEAR_MS }, PASSPHRASE, ROUNDS);
  const secret = await openKeyFile(file, PASSPHRASE);
  if (!secret) throw new Error('expected the passphrase to open its key');
  return {
    key: file.key,
    sign: (manifest) =>
      signWithKey(secret, file.key.publicKey, {
        kind: 'plugin',
        city: '',
        of: manifest.id,
        hash: packageHash(manifest),
        says: manifest.version,
        who,
        at: new Date().toISOString(),
      }),
  };
}

export type Files = Readonly<Record<string, string>>;

export const HELLO: Files = { 'plugin.js': 'export default () => ({});\n', 'css/look.css': '.hello {}\n' };

export const bytesIn = (files: Files): Map<string, Uint8Array> =>
  new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));

/** What a package of these files says of itself, without a signature. */
export function manifestOf(files: Files, changes: Partial<UnsignedManifest> = {}): UnsignedManifest {
  const hashes = [...bytesIn(files)].map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]);
  return {
    format: 1,
    kind: 'shapan-plugin',
    id: 'hello',
    name: { zh: '你好', en: 'Hello' },
    version: '1.0.0',
    seam: 1,
    entry: 'plugin.js',
    styles: Object.keys(files).filter((path) => path.endsWith('.css')),
    files: Object.fromEntries(hashes),
    ...changes,
  };
}

/** The archive of a package; `held`: files that lie in it in place of those that the list names. */
export async function archiveOf(
  signer: Signer,
  files: Files = HELLO,
  changes: Partial<UnsignedManifest> = {},
  held: Files = files,
): Promise<Buffer> {
  const manifest = manifestOf(files, changes);
  const signature = await signer.sign(manifest);
  return Buffer.from(await writeArchive({ ...manifest, signature }, bytesIn(held)));
}

import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { readArchive, writeArchive } from '../../hub/plugins/package-archive.ts';
import {
  checkedManifest,
  checkFiles,
  checkPath,
  MANIFEST_FILE,
  type PluginManifest,
  packageHash,
  parseDraft,
  signatureFault,
  signedPackage,
} from '../../model/plugins/plugin-package.ts';
import { sha256 } from '../../model/sha256.ts';
import { makeKeyFile, openKeyFile, parseKeyFile, signWithKey } from '../../model/signatures/key-file.ts';
import { keyId, MIN_PASSPHRASE } from '../../model/signatures/statement.ts';
import { MessageError } from '../../model/text/message.ts';
import { MS_PER_DAY } from '../../model/time.ts';
import { help } from '../help.ts';
import { signersIn } from '../hub/hub-options.ts';
import { cliMessage, say } from '../messages.ts';
import { writeTypes } from './plugin-types.ts';

/** The passphrase of a key file comes by the environment: what stands in a command is seen by every user of a machine. */
const PASSPHRASE = 'SHAPAN_KEY_PASSPHRASE';
const DAYS_PER_YEAR = 365;
const MAX_YEARS = 5;

/** `shapan plugin`: makes the key of a signer, packs and signs plug-ins of the page, checks them, and writes the types for who writes one. */
export function pluginCommand(): Command {
  const command = new Command('plugin').description(help('plugin.about'));
  command
    .command('key')
    .description(help('plugin.key'))
    .argument('<file>', help('plugin.key-file'))
    .requiredOption('--who <name>', help('plugin.who'))
    .option('--unit <name>', help('plugin.unit'), '')
    .option('--years <count>', help('plugin.years'), '2')
    .action(makeKey);
  command
    .command('pack')
    .description(help('plugin.pack'))
    .argument('<folder>', help('plugin.folder'))
    .requiredOption('--key <file>', help('plugin.key-file'))
    .requiredOption('--out <file>', help('plugin.out'))
    .action(pack);
  command
    .command('verify')
    .description(help('plugin.verify'))
    .argument('<file>', help('plugin.out'))
    .requiredOption('--signers <file>', help('plugin.signers'))
    .action(verify);
  command
    .command('types')
    .description(help('plugin.types'))
    .argument('<folder>', help('plugin.types-folder'))
    .action(types);
  return command;
}

function passphrase(): string {
  const given = process.env[PASSPHRASE] ?? '';
  if (given.length < MIN_PASSPHRASE)
    throw new MessageError(cliMessage('plugin-passphrase', { name: PASSPHRASE, least: MIN_PASSPHRASE }));
  return given;
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

async function makeKey(
  file: string,
  { who, unit, years }: { who: string; unit: string; years: string },
): Promise<void> {
  const span = Number(years);
  if (!(span > 0 && span <= MAX_YEARS))
    throw new MessageError(cliMessage('plugin-years', { most: MAX_YEARS, got: years }));
  const fromMs = Date.now();
  const untilMs = fromMs + span * DAYS_PER_YEAR * MS_PER_DAY;
  const made = await makeKeyFile({ who, unit, fromMs, untilMs }, passphrase());
  const signers = `${file.replace(/\.json$/, '')}.signers.json`;
  for (const path of [file, signers])
    if (existsSync(path)) throw new MessageError(cliMessage('plugin-exists', { file: path }));
  await writeFile(file, jsonText(made), { mode: 0o600, flag: 'wx' });
  await writeFile(signers, jsonText({ format: 1, kind: 'shapan-signer-keys', keys: [made.key] }), { flag: 'wx' });
  say(cliMessage('plugin-key', { file, signers, key: keyId(made.key.publicKey) }));
}

async function pack(folder: string, { key, out }: { key: string; out: string }): Promise<void> {
  const draft = parseDraft(JSON.parse(await readFile(join(folder, MANIFEST_FILE), 'utf8')));
  const files = await filesIn(resolve(folder));
  const hashes = [...files].map(([path, bytes]) => [path, sha256([bytes])]);
  const unsigned = checkedManifest({ ...draft, files: Object.fromEntries(hashes) });
  const keyFile = parseKeyFile(JSON.parse(await readFile(key, 'utf8')), key);
  const secret = await openKeyFile(keyFile, passphrase());
  if (!secret) throw new MessageError(cliMessage('plugin-wrong-passphrase', { file: key, name: PASSPHRASE }));
  const { publicKey, who } = keyFile.key;
  const { kind, of, hash, says } = signedPackage(unsigned);
  const statement = { kind, city: '', of, hash, says, who, at: new Date().toISOString() };
  const manifest: PluginManifest = { ...unsigned, signature: await signWithKey(secret, publicKey, statement) };
  await writeFile(out, await writeArchive(manifest, files));
  say(
    cliMessage('plugin-packed', { file: out, id: of, version: says, count: files.size, hash: packageHash(manifest) }),
  );
}

/** All files below a folder but hidden ones and the manifest, by their paths, in order. */
async function filesIn(folder: string): Promise<Map<string, Uint8Array>> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = found
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => path !== MANIFEST_FILE && !path.split('/').some((part) => part.startsWith('.')))
    .sort();
  const files = new Map<string, Uint8Array>();
  for (const path of paths) {
    checkPath(path);
    files.set(path, await readFile(join(folder, path)));
  }
  return files;
}

async function verify(file: string, { signers }: { signers: string }): Promise<void> {
  const { manifest, files } = await readArchive(await readFile(file));
  checkFiles(manifest, files);
  const fault = await signatureFault(manifest, signersIn(signers), Date.now());
  if (fault) throw new MessageError(fault);
  const { id, version, signature } = manifest;
  say(cliMessage('plugin-right', { file, id, version, count: files.size, key: signature.key }));
}

async function types(folder: string): Promise<void> {
  const count = await writeTypes(resolve(folder));
  say(cliMessage('plugin-types', { folder: resolve(folder), count }));
}

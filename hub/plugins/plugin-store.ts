import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { pluginMessage } from '../../model/plugins/plugin-messages.ts';
import {
  checkFiles,
  MANIFEST_FILE,
  type PluginManifest,
  packageDigest,
  packageTypeOf,
  parseManifest,
  signatureFault,
} from '../../model/plugins/plugin-package.ts';
import type { PluginRow } from '../../model/plugins/plugin-row.ts';
import type { SignerKey } from '../../model/signatures/statement.ts';
import { type Message, MessageError, messagesOf } from '../../model/text/message.ts';
import { reportFailure } from '../unready.ts';
import type { PluginPackage } from './package-archive.ts';

const State = v.object({ isEnabled: v.boolean() });
type State = v.InferOutput<typeof State>;

/** A plug-in that the hub holds. */
interface Installed {
  manifest: PluginManifest;
  digest: string;
  state: State;
  /** Null: nothing is wrong with it. */
  fault: Message | null;
}

/** Beside the folder of the package, so that no file of it can stand in its place. */
const STATE_FILE = 'state.json';
const PACKAGE_FOLDER = 'package';
/** A process that ended may have left folders of these endings. */
const DRAFT = '.draft';
const FORMER = '.former';

/** The plug-ins of a hub in its data folder, each in a folder of its id that is there whole or not at all. */
export interface PluginStore {
  rows(): PluginRow[];
  versionOf(id: string): string | null;
  /** Puts a package, whose files and signature were checked, in place of the one of its id. */
  put(plugin: PluginPackage): Promise<PluginRow>;
  enable(id: string, isEnabled: boolean): Promise<PluginRow>;
  remove(id: string): Promise<void>;
  /** A file of a plug-in that is on; null: there is none of this name and digest. One that was changed on the disk is served no more. */
  read(id: string, digest: string, path: string): Promise<{ bytes: Buffer; type: string } | null>;
}

/** Opens the plug-ins of a data folder and checks each: files by their hashes, the list by its signature. */
export async function openPluginStore(
  folder: string,
  signers: readonly SignerKey[],
  nowMs: () => number,
): Promise<PluginStore> {
  const held = new Map<string, Installed>();
  for (const id of await settledFolders(folder)) {
    const one = await readInstalled(join(folder, id), signers, nowMs()).catch((error: unknown) => {
      reportFailure(`plug-in ${id}`, error);
      return null;
    });
    if (one?.manifest.id === id) held.set(id, one);
  }
  const get = (id: string): Installed => {
    const one = held.get(id);
    if (!one) throw new Error(`plug-ins: expected "${id}" to be held`);
    return one;
  };
  return {
    rows: () => [...held.values()].map(rowOf).sort((a, b) => (a.id < b.id ? -1 : 1)),
    versionOf: (id) => held.get(id)?.manifest.version ?? null,
    async put({ manifest, files }) {
      const place = join(folder, manifest.id);
      const state: State = { isEnabled: true };
      await writePackage(`${place}${DRAFT}`, { manifest, files }, state);
      await replace(place);
      const one: Installed = { manifest, digest: packageDigest(manifest), state, fault: null };
      held.set(manifest.id, one);
      return rowOf(one);
    },
    async enable(id, isEnabled) {
      const one = get(id);
      one.state = { isEnabled };
      await writeWhole(join(folder, id, STATE_FILE), JSON.stringify(one.state));
      return rowOf(one);
    },
    async remove(id) {
      held.delete(id);
      await rename(join(folder, id), join(folder, `${id}${DRAFT}`));
      await rm(join(folder, `${id}${DRAFT}`), { recursive: true });
    },
    async read(id, digest, path) {
      const one = held.get(id);
      const type = packageTypeOf(path);
      if (!one?.state.isEnabled || one.fault || one.digest !== digest || type === null) return null;
      if (!Object.hasOwn(one.manifest.files, path)) return null;
      const bytes = await readFile(join(folder, id, PACKAGE_FOLDER, path)).catch(() => null);
      if (bytes && createHash('sha256').update(bytes).digest('hex') === one.manifest.files[path])
        return { bytes, type };
      one.fault = pluginMessage(bytes ? 'hash' : 'missing', { path });
      throw new MessageError(one.fault);
    },
  };
}

function rowOf({ manifest, digest, state, fault }: Installed): PluginRow {
  const { id, name, version, entry, styles, signature } = manifest;
  return { id, name, version, digest, entry, styles, key: signature.key, isEnabled: state.isEnabled, fault };
}

/** Folders of plug-ins after what an interrupted change left was settled: the former package stays where no new one came. */
async function settledFolders(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.endsWith(DRAFT)) await rm(join(folder, name), { recursive: true });
    if (!name.endsWith(FORMER)) continue;
    const place = join(folder, name.slice(0, -FORMER.length));
    await rename(join(folder, name), place).catch(() => rm(join(folder, name), { recursive: true }));
  }
  return (await readdir(folder)).sort();
}

async function readInstalled(place: string, signers: readonly SignerKey[], nowMs: number): Promise<Installed> {
  const packageFolder = join(place, PACKAGE_FOLDER);
  const manifest = parseManifest(await readFile(join(packageFolder, MANIFEST_FILE), 'utf8'));
  const state = v.parse(State, JSON.parse(await readFile(join(place, STATE_FILE), 'utf8')));
  const digest = packageDigest(manifest);
  const fault = (await signatureFault(manifest, signers, nowMs)) ?? (await fileFault(packageFolder, manifest));
  return { manifest, digest, state, fault };
}

/** Tells the first thing that is wrong with the files of a package on the disk; null: nothing is. */
async function fileFault(packageFolder: string, manifest: PluginManifest): Promise<Message | null> {
  const files = new Map<string, Uint8Array>();
  for (const path of Object.keys(manifest.files)) {
    const bytes = await readFile(join(packageFolder, path)).catch(() => null);
    if (bytes) files.set(path, bytes);
  }
  try {
    checkFiles(manifest, files);
    return null;
  } catch (error) {
    const [message] = messagesOf(error) ?? [];
    if (!message) throw error;
    return message;
  }
}

async function writePackage(place: string, { manifest, files }: PluginPackage, state: State): Promise<void> {
  await rm(place, { recursive: true, force: true });
  const packageFolder = join(place, PACKAGE_FOLDER);
  await mkdir(packageFolder, { recursive: true });
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(packageFolder, path)), { recursive: true });
    await writeFile(join(packageFolder, path), bytes);
  }
  await writeFile(join(packageFolder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(place, STATE_FILE), JSON.stringify(state));
}

/** Puts the draft of a folder in its place. */
async function replace(place: string): Promise<void> {
  await rm(`${place}${FORMER}`, { recursive: true, force: true });
  const hasFormer = await rename(place, `${place}${FORMER}`).then(
    () => true,
    () => false,
  );
  await rename(`${place}${DRAFT}`, place);
  if (hasFormer) await rm(`${place}${FORMER}`, { recursive: true });
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}${DRAFT}`, text);
  await rename(`${file}${DRAFT}`, file);
}

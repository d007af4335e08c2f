import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { checkFiles, MAX_PACKAGE_BYTES, packageHash, signatureFault } from '../../model/plugins/plugin-package.ts';
import { SEAM_EDITION } from '../../model/plugins/plugin-row.ts';
import type { SignerKey } from '../../model/signatures/statement.ts';
import { type Message, messagesOf } from '../../model/text/message.ts';
import { needs, refuse } from '../accounts/access.ts';
import type { Accounts } from '../accounts/account-parts.ts';
import type { Hub } from '../hub.ts';
import { faultMessage, hubMessage, subjectText } from '../messages.ts';
import { openMutex } from '../mutex.ts';
import { UploadQueue } from '../upload-queue.ts';
import { type PluginPackage, readArchive } from './package-archive.ts';
import { openPluginStore, type PluginStore } from './plugin-store.ts';

const MAX_PLUGINS = 40;
/** An archive of files that do not pack is a little larger than they are. */
const MAX_UPLOAD_BYTES = MAX_PACKAGE_BYTES + (1 << 20);
/** Uploads that are held in memory at once, and those that wait. */
const MAX_AT_ONCE = 2;
const MAX_WAITING = 8;

const PLUGINS = { what: subjectText('plugins') };

/**
 * Plug-ins of the page that an administrator adds: packages signed by somebody whom the one who runs the hub trusts, served under the page's own
 * origin, so that its policy stays as it is. Code runs with the rights of the page: no login of the page adds a signer.
 */
export async function openPlugins(hub: Hub, accounts: Accounts, signers: readonly SignerKey[]): Promise<void> {
  const { http, nowMs } = hub;
  const store = await openPluginStore(join(hub.folder, 'plugins'), signers, nowMs);
  openServing(http, store);
  const inTurn = openMutex();
  await http.register(async (uploads) => {
    uploads.addContentTypeParser('application/zip', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
    const { onRequest } = new UploadQueue(MAX_AT_ONCE, MAX_WAITING);
    const options = { ...needs('plugins.manage', 'city'), bodyLimit: MAX_UPLOAD_BYTES, onRequest };
    uploads.post('/plugins', options, async (request, reply) => {
      const { name: who, role } = accounts.who(request);
      const read = await readUpload(request.body, signers, nowMs());
      if ('code' in read) return refuse(reply, read.code, read.message);
      const { manifest } = read.plugin;
      return inTurn(async () => {
        const before = store.versionOf(manifest.id);
        if (before === null && store.rows().length >= MAX_PLUGINS)
          return refuse(reply, 409, hubMessage('too-many', { ...PLUGINS, most: MAX_PLUGINS }));
        const detail = { before, version: manifest.version, hash: packageHash(manifest), key: manifest.signature.key };
        await accounts.audit.append({ atMs: nowMs(), who, role, what: 'plugin.add', of: manifest.id, detail });
        return reply.code(201).send(await store.put(read.plugin));
      });
    });
  });
  openKeeping(hub, accounts, store, inTurn);
}

/** The list, and the files of those that are on: for whoever is shown the page, as its own scripts are. */
function openServing(http: FastifyInstance, store: PluginStore): void {
  http.get('/plugins', needs('nothing', 'none', { isPolled: true }), async (_, reply) =>
    reply.header('Cache-Control', 'no-store').send({ seam: SEAM_EDITION, plugins: store.rows() }),
  );
  http.get<{ Params: { id: string; digest: string; '*': string } }>(
    '/plugins/:id/:digest/*',
    needs('nothing', 'none', { isPolled: true }),
    async ({ params }, reply) => {
      try {
        const file = await store.read(params.id, params.digest, params['*']);
        if (!file) return refuse(reply, 404, hubMessage('no-file', {}));
        // The digest stands in the address: another package has another one.
        reply.header('Cache-Control', 'public, max-age=31536000, immutable');
        return reply.type(file.type).send(file.bytes);
      } catch (error) {
        if (!messagesOf(error)) throw error;
        return refuse(reply, 409, faultMessage(error));
      }
    },
  );
}

/** Switching on and off, and taking away. */
function openKeeping(
  { http, nowMs }: Hub,
  accounts: Accounts,
  store: PluginStore,
  inTurn: ReturnType<typeof openMutex>,
): void {
  const noSuch = (reply: FastifyReply, id: string) => refuse(reply, 404, hubMessage('no-such', { ...PLUGINS, id }));
  http.patch<{ Params: { id: string } }>('/plugins/:id', needs('plugins.manage', 'city'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const { id } = request.params;
    const isEnabled = wantedState(request.body);
    if (isEnabled === null)
      return refuse(reply, 400, hubMessage('bad-choice', { place: 'isEnabled', choices: 'true, false', got: '?' }));
    return inTurn(async () => {
      if (store.versionOf(id) === null) return noSuch(reply, id);
      const what = isEnabled ? 'plugin.enable' : 'plugin.disable';
      await accounts.audit.append({ atMs: nowMs(), who, role, what, of: id, detail: {} });
      return store.enable(id, isEnabled);
    });
  });
  http.delete<{ Params: { id: string } }>('/plugins/:id', needs('plugins.manage', 'city'), async (request, reply) => {
    const { name: who, role } = accounts.who(request);
    const { id } = request.params;
    return inTurn(async () => {
      const before = store.versionOf(id);
      if (before === null) return noSuch(reply, id);
      await accounts.audit.append({ atMs: nowMs(), who, role, what: 'plugin.remove', of: id, detail: { before } });
      await store.remove(id);
      return reply.code(204).send();
    });
  });
}

function wantedState(body: unknown): boolean | null {
  const wanted: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'isEnabled') : null;
  return typeof wanted === 'boolean' ? wanted : null;
}

type Upload = { plugin: PluginPackage } | { code: number; message: Message };

/** A package that may be kept, or why not. */
async function readUpload(body: unknown, signers: readonly SignerKey[], nowMs: number): Promise<Upload> {
  if (!Buffer.isBuffer(body)) return { code: 415, message: hubMessage('plugin-zip', {}) };
  try {
    const plugin = await readArchive(body);
    checkFiles(plugin.manifest, plugin.files);
    const message = await signatureFault(plugin.manifest, signers, nowMs);
    return message ? { code: 403, message } : { plugin };
  } catch (error) {
    if (!messagesOf(error)) throw error;
    return { code: 400, message: faultMessage(error) };
  }
}

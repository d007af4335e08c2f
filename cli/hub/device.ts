import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { folderOf, notedOwner } from '../../hub/cities/city-folders.ts';
import { KEY_BYTES } from '../../hub/commands/command-key.ts';
import { deviceKey } from '../../hub/commands/command-signature.ts';
import { KEY_FILE } from '../../hub/data-folder.ts';
import { devicePassword } from '../../hub/devices/devices.ts';
import { MessageError } from '../../model/text/message.ts';
import { help } from '../help.ts';
import { cliMessage, say } from '../messages.ts';
import { ROOT } from '../root.ts';

/** What may stand in a topic of its own. */
const DEVICE_ID = /^[^/+#\s]{1,128}$/;

/** `shapan device`: the secrets of devices are kept nowhere; whoever may read the hub's key can have them made again at any time. */
export function deviceCommand(): Command {
  return new Command('device')
    .description(help('device.about'))
    .argument('<ids...>', help('device.ids'))
    .option('--city <id>', help('device.city'))
    .option('--data <folder>', help('any.data'), join(ROOT, 'data/hub'))
    .action(device);
}

async function device(ids: string[], { data, city }: { data: string; city?: string }): Promise<void> {
  const folder = resolve(data);
  const isOwner = city === undefined || city === ((await notedOwner(folder)) ?? city);
  const file = join(isOwner ? folder : folderOf(folder, '', city), KEY_FILE);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new MessageError(cliMessage('hub-key', { file }));
    throw error;
  });
  const hubKey = Buffer.from(text, 'base64url');
  if (hubKey.length !== KEY_BYTES) throw new MessageError(cliMessage('hub-key', { file }));
  for (const id of ids) {
    if (!DEVICE_ID.test(id)) throw new MessageError(cliMessage('device-id', { got: id.slice(0, 60) }));
    const key = deviceKey(hubKey, id).toString('base64url');
    say(cliMessage('device', { id, password: devicePassword(hubKey, id), key }));
  }
}

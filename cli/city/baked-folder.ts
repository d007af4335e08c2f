import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MessageError } from '../../model/text/message.ts';
import { cliMessage } from '../messages.ts';
import { ROOT } from '../root.ts';

/** From build/node/cli, where the compiled command lies. */

/** The folder of a baked city by its path, or by its id below public/city. */
export function bakedFolder(city: string): string {
  for (const folder of [resolve(city), join(ROOT, 'public/city', city)]) {
    if (existsSync(join(folder, 'manifest.json'))) return folder;
  }
  throw new MessageError(cliMessage('no-city', { city }));
}

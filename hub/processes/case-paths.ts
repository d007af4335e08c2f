import { MessageError } from '../../model/text/message.ts';
import { hubMessage } from '../messages.ts';

/** Ways out of the folder of a case: an absolute path, a drive, or a step up. */
const LEAVES = /^(?:[\\/]|[A-Za-z]:[\\/]|~)|(?:^|[\\/])\.\.(?:[\\/]|$)/;

/** Values within each other at most. */
const MAX_DEPTH = 60;

/**
 * Cases may name files that lie beside them. One that came over a door has none, and must not name those of the machine: MessageError with the
 * place of any text that leads out of the folder.
 */
export function refusePaths(given: unknown, place = 'case', depth = 0): void {
  if (depth > MAX_DEPTH) throw new MessageError(hubMessage('case-deep', { most: MAX_DEPTH }));
  if (typeof given === 'string') {
    if (LEAVES.test(given)) throw new MessageError(hubMessage('case-path', { place, got: given.slice(0, 80) }));
    return;
  }
  if (typeof given !== 'object' || given === null) return;
  for (const [key, value] of Object.entries(given)) refusePaths(value, `${place}.${key.slice(0, 60)}`, depth + 1);
}

import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import type { MassingReader } from './massing-types.ts';
import { readMassing } from './read-massing.ts';

// A page that is not isolated has no memory to share. Nobody shares it with this worker, so that its own will do.
if (!('SharedArrayBuffer' in globalThis))
  Object.defineProperty(globalThis, 'SharedArrayBuffer', { value: ArrayBuffer });

const reader: MassingReader = { read: readMassing };
carryMessages(transferHandlers);
expose(reader);

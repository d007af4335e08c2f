import { readFile } from 'node:fs/promises';
import { unitOf } from '../model/geo/units.ts';
import { type CitySensor, parseCitySensors } from '../model/sensors/sensors.ts';
import { jsonFault } from '../model/text/json-fault.ts';
import { MessageError, messagesOf, within } from '../model/text/message.ts';
import { serviceMessage } from './service-messages.ts';

/** The sensors of a baked city, with units that are known: the page shows a strange one as it stands, the hub's history takes none. */
export async function readCitySensors(file: string): Promise<readonly CitySensor[]> {
  const things = parseCitySensors(jsonOf(await readFile(file, 'utf8'), file), file);
  for (const [i, { datastreams }] of things.entries())
    for (const [j, { unit }] of datastreams.entries())
      try {
        unitOf(unit);
      } catch (error) {
        const messages = messagesOf(error);
        throw messages === null
          ? error
          : new MessageError(...within(`${file}: things.${i}.datastreams.${j}.unit`, messages));
      }
  return things;
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MessageError(serviceMessage('not-json', { file, reason: jsonFault(error, text) }));
  }
}

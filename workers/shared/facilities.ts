import type { ServingPlaces } from '../../model/questions/facilities.ts';
import { MessageError } from '../../model/text/message.ts';
import type { CityFiles } from './engine.ts';
import { type ServedThing, thingsWith } from './serving-things.ts';
import { walkingMessage } from './walking-messages.ts';

/** The places that a request names, in the order of their rows. @throws MessageError where the layer has no such attribute or no thing the value. */
export async function facilitiesOf(files: CityFiles, facilities: ServingPlaces): Promise<ServedThing[]> {
  if (facilities.by === 'points')
    return facilities.pointsM.map((atM, i) => {
      const id = String(i + 1);
      return { gid: null, id, name: { zh: id, en: id }, atM, residents: 0, capacity: null };
    });
  const { layer: id } = facilities;
  if (facilities.by === 'layer') {
    const all = await thingsWith(files, { id, attribute: null, values: [] });
    if (all.length === 0) throw new MessageError(walkingMessage('no-thing', { layer: id }));
    return all;
  }
  const { attribute, value } = facilities;
  const layer = files.manifest.layers.find((one) => one.id === id);
  if (!layer?.attributes.some(({ name }) => name === attribute))
    throw new MessageError(walkingMessage('unknown-attribute', { layer: id, attribute }));
  const things = await thingsWith(files, { id, attribute, values: [value] });
  if (things.length === 0) throw new MessageError(walkingMessage('no-facility', { attribute, value }));
  return things;
}

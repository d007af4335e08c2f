import { MessageError } from '../../model/text/message.ts';
import type { CityVolumes } from '../shared/city-volumes.ts';
import { sunMessage } from './messages.ts';

/** Its place in the prisms' list of layers; refused where it has none. */
export function layerAt({ prisms: { layers } }: CityVolumes, id: string, place: string): number {
  const at = layers.findIndex((layer) => layer.id === id);
  if (at >= 0) return at;
  throw new MessageError(sunMessage('no-layer', { place, known: layers.map((one) => one.id).join(', '), got: id }));
}

import type { ReactNode } from 'react';
import type { Description } from '../../model/city/catalogue.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { CardContext } from '../../src/kit/card-subject.tsx';
import type { Slot } from '../../src/kit/plugin.ts';
import { SlotPanels } from '../../src/kit/slots.tsx';
import { smallCity } from '../model/city/small-city.ts';

/** What stands in a slot now, as the page shows it. */
export const inSlot = (slot: Slot): ReactNode => <SlotPanels slot={slot} />;

/** A section as it stands in the card of an object, of which nothing is known but its id. */
export function inCard(id: string, section: ReactNode): ReactNode {
  const layer: LayerInfo = smallCity().city.layers[0];
  const place = { eastM: 0, northM: 0, upM: 0, radiusM: 1 };
  const description: Description = { gid: 0, id, layerId: layer.id, place, values: [] };
  return <CardContext value={{ description, layer, name: id }}>{section}</CardContext>;
}

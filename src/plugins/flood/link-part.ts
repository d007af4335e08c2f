import { HAZARD_IDS } from '../../../model/scenarios/flood-hazard.ts';
import { changed, type LinkPart } from '../../twin/link-part.ts';
import { isShortLink, readFloodLink, writeFloodLink } from './flood-link.ts';
import { DURATION_DEPTHS_MM, defaultFloodForm, FLOOD_MAPS, type FloodSlice } from './slice.ts';

type Linked = Pick<FloodSlice, 'floodForm' | 'floodMap' | 'floodHazard' | 'floodDurationMm'>;

/** The form of a flood, and the map that is chosen. Grids of rain are files of this window: no link holds them. */
export const floodLink: LinkPart<Linked> = {
  keys: ['flood', 'fmap'],
  write(state) {
    const { floodForm: form, floodSite: site } = state;
    const map = changed([['fmap', mapText(state), 'water']]);
    if (!form || !site || form.rain.kind === 'grids') return map;
    const text = writeFloodLink(form);
    if (!isShortLink(text)) return map;
    return [...changed([['flood', text, writeFloodLink(defaultFloodForm(site))]]), ...map];
  },
  read(key, value) {
    if (key === 'fmap') {
      const linked = readMap(value);
      return linked
        ? { linked }
        : { expected: { zh: '洪涝图的种类，如 speed 或 hazard:defra', en: 'a flood map, as speed or hazard:defra' } };
    }
    const form = readFloodLink(value);
    return form ? { linked: { floodForm: form } } : { expected: { zh: '洪涝推演的设置', en: 'the form of a flood' } };
  },
  open: ({ floodForm, floodMap = 'water', floodHazard, floodDurationMm }) => ({
    floodMap,
    ...(floodForm ? { floodForm } : {}),
    ...(floodHazard ? { floodHazard } : {}),
    ...(floodDurationMm ? { floodDurationMm } : {}),
  }),
};

/** `hazard:defra`, `duration:100`: a map with its variant where that is not the usual one. A difference wants a second run: no link holds it. */
function mapText({ floodMap, floodHazard, floodDurationMm }: Linked): string {
  if (floodMap === 'difference') return 'water';
  if (floodMap === 'hazard') return `hazard:${floodHazard}`;
  return floodMap === 'duration' ? `duration:${floodDurationMm}` : floodMap;
}

function readMap(text: string): Partial<Linked> | null {
  const [map, variant] = decodeURIComponent(text).split(':');
  const floodMap = FLOOD_MAPS.find((each) => each === map && each !== 'difference');
  if (floodMap === 'hazard') {
    const floodHazard = HAZARD_IDS.find((each) => each === variant);
    return floodHazard ? { floodMap, floodHazard } : null;
  }
  if (floodMap === 'duration') {
    const floodDurationMm = DURATION_DEPTHS_MM.find((each) => String(each) === variant);
    return floodDurationMm ? { floodMap, floodDurationMm } : null;
  }
  return floodMap && variant === undefined ? { floodMap } : null;
}

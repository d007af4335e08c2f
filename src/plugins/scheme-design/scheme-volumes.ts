import type { Scheme, SchemeBuilding } from '../../../model/schemes/scheme.ts';
import type { SiteFigures } from '../../../model/schemes/site-figures.ts';
import type { App } from '../../kit/plugin.ts';
import { words } from '../../kit/words.ts';
import { hasManyPictures } from '../../twin/compare.ts';
import type { EvaluatedScheme, SchemeVolumes, StudiedScheme } from '../../twin/scheme-volumes.ts';
import type { TwinState } from '../../twin/twin.ts';
import { gradedUpM } from './graded-up.ts';

/** A study takes no more new buildings, and no more that give way. */
export const MAX_STUDIED = 500;

/** What schemes build, as the tool of sunlight reckons with it. */
export function schemeVolumes(app: App, show: (id: string) => void): SchemeVolumes {
  const { twin } = app;
  const now = () => twin.getState();
  return {
    list: () => now().schemes.map(({ id, name }) => ({ id, name })),
    shown: () => now().schemeShown,
    async studied(id) {
      const { schemes, schemeSites, schemeStanding } = now();
      const scheme = schemes.find((one) => one.id === id);
      const site = schemeSites[id];
      if (!scheme || scheme.buildings.length === 0 || !site || !schemeStanding[id]) return null;
      return await studiedScheme(app, scheme, site);
    },
    sides() {
      const { schemes, schemeViews, compare, language } = now();
      const pair = schemeViews.slice(0, 2);
      if (!hasManyPictures(compare) || pair.every((choice) => choice === null)) return null;
      const [left, right] = pair.map(
        (choice) => schemes.find(({ id }) => id === choice)?.name ?? words.in(language)('schemes.today'),
      );
      return [left, right];
    },
    isChanged: ({ id, stamp }) => stampOf(now(), id) !== stamp,
    show,
    serial: () => now().schemeSerial,
    follow: (changed) =>
      twin.follow(
        ({ schemeSerial }) => schemeSerial,
        () => changed(),
      ),
  };
}

/** What a scheme builds and what gives way to it. */
export async function studiedScheme(app: App, scheme: Scheme, site: SiteFigures): Promise<StudiedScheme> {
  const { twin, catalogue } = app;
  const { city } = twin;
  const { id, name } = scheme;
  const reckoned: EvaluatedScheme = { id, name, stamp: stampOf(twin.getState(), id) };
  const gids = twin.getState().schemeStanding[id]?.gids ?? [];
  const kinds = new Map(city.layers.map((layer) => [layer.id, layer.kind]));
  const described = await Promise.all(gids.map((gid) => catalogue.describe(gid)));
  const hide = described.flatMap((one) =>
    one && kinds.get(one.layerId) === 'building' ? [{ layer: one.layerId, id: one.id }] : [],
  );
  const add = scheme.buildings.slice(0, MAX_STUDIED).map((building) => addedOf(building, scheme, site, city));
  return { ...reckoned, volumes: { layers: [], add, hide: hide.slice(0, MAX_STUDIED) } };
}

/** All that hours of sun depend on; none of its names or basements. */
function stampOf({ schemes, schemeStanding }: TwinState, id: string): string {
  const scheme = schemes.find((one) => one.id === id);
  if (!scheme) return '';
  const built = scheme.buildings.map(({ ringM, baseM, heightM, storeys }) => [ringM, baseM, heightM, storeys]);
  const ground = scheme.parcels.map(({ ringM, grading }) => grading && [ringM, grading]);
  return JSON.stringify([built, ground, schemeStanding[id]?.gids]);
}

type Added = StudiedScheme['volumes']['add'][number];

/** On graded ground it stands at the lowest of its corners, as it is drawn. */
function addedOf(
  { id, parcel: of, ringM, baseM, heightM, storeys }: SchemeBuilding,
  { parcels }: Scheme,
  { earthwork }: SiteFigures,
  city: App['twin']['city'],
): Added {
  const added: Added = { id, ringM: [...ringM], baseM, heightM: baseM + heightM, storeys };
  const parcel = parcels.find((one) => one.id === of);
  const graded = earthwork.find((one) => one.parcel === of);
  if (!parcel?.grading || !graded) return added;
  const site = { ringM: parcel.ringM, grading: parcel.grading, elevationM: graded.elevationM };
  const ups = ringM.map((corner) => gradedUpM(city, site, corner));
  return { ...added, groundUpM: Math.min(...ups) };
}

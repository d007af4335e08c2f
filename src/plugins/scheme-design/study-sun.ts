import { EARTH_RADIUS_M } from '../../../model/geo/earth.ts';
import { SUN_RULES } from '../../../model/scenarios/sun-rules.ts';
import type { SunStudyRequest } from '../../../model/scenarios/sun-study.ts';
import { gradedElevationM } from '../../../model/schemes/grading.ts';
import type { Scheme, SchemeBuilding } from '../../../model/schemes/scheme.ts';
import type { SiteFigures, SunVerdict } from '../../../model/schemes/site-figures.ts';
import { cityTime } from '../../kit/city-time.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf } from '../../twin/failure.ts';
import { SUN_STUDIES, type SunLosses } from '../../twin/sun-studies.ts';

/** A study takes no more new buildings, and no more that give way. */
const MAX_STUDIED = 500;

/** Hours of sun of the buildings around a scheme, before and after it, by the engine of the sun; what it takes stands with the scheme's figures. */
export async function studySun(
  app: App,
  scheme: Scheme,
  rule: string,
  hear: (doneRatio: number) => void,
): Promise<void> {
  const { twin } = app;
  const studies = app.service(SUN_STUDIES);
  const site = twin.getState().schemeSites[scheme.id];
  if (!studies || !site) return;
  try {
    const request = await sunRequestOf(app, scheme, site, rule);
    const found = await studies.losses(request, hear);
    const { schemeSites, setSchemes } = twin.getState();
    // The scheme may have changed meanwhile: its figures are others then.
    if (!found || schemeSites[scheme.id] !== site) return;
    const leftOut = Math.max(0, scheme.buildings.length - MAX_STUDIED);
    setSchemes({ schemeSites: { ...schemeSites, [scheme.id]: { ...site, sun: verdictOf(found, leftOut) } } });
    studies.show('after');
  } catch (error) {
    twin.getState().setSchemes({ schemeFailure: failureOf(error) });
  }
}

async function sunRequestOf(
  { twin, catalogue }: App,
  scheme: Scheme,
  site: SiteFigures,
  rule: string,
): Promise<SunStudyRequest> {
  const { city } = twin;
  const { schemeStanding, shownTimeMs } = twin.getState();
  const gids = schemeStanding[scheme.id]?.gids ?? [];
  const kinds = new Map(city.layers.map(({ id, kind }) => [id, kind]));
  const described = await Promise.all(gids.map((gid) => catalogue.describe(gid)));
  const hide = described.flatMap((one) =>
    one && kinds.get(one.layerId) === 'building' ? [{ layer: one.layerId, id: one.id }] : [],
  );
  return {
    year: cityTime(shownTimeMs, city.zone).year,
    rules: SUN_RULES.find(({ id }) => id === rule) ?? SUN_RULES[0],
    bayM: 3,
    storeyM: 3,
    of: { kind: 'shaded' },
    scheme: {
      layers: [],
      add: scheme.buildings.slice(0, MAX_STUDIED).map((building) => addedOf(building, scheme, site, twin.city)),
      hide: hide.slice(0, MAX_STUDIED),
    },
  };
}

type Added = NonNullable<SunStudyRequest['scheme']>['add'][number];

/** On graded ground it stands at the lowest of its corners, as it is drawn. */
function addedOf(
  { id, parcel: of, ringM, baseM, heightM, storeys }: SchemeBuilding,
  { parcels }: Scheme,
  { earthwork }: SiteFigures,
  { origin, datum }: App['twin']['city'],
): Added {
  const added: Added = { id, ringM: [...ringM], baseM, heightM: baseM + heightM, storeys };
  const parcel = parcels.find((one) => one.id === of);
  const graded = earthwork.find((one) => one.parcel === of);
  if (!parcel?.grading || !graded) return added;
  const { grading, ringM: site } = parcel;
  const ups = ringM.map(([x, y]) => {
    const elevationM = gradedElevationM(grading, { corner: site[0], elevationM: graded.elevationM }, [x, y]);
    return elevationM + datum.geoidUndulationM - origin.heightM - (x * x + y * y) / (2 * EARTH_RADIUS_M);
  });
  return { ...added, groundUpM: Math.min(...ups) };
}

const verdictOf = ({ rules, buildings, losers }: SunLosses, leftOut: number): SunVerdict => ({
  rule: rules.label,
  isUnverified: !rules.verified,
  buildings,
  lostWindows: losers.reduce((sum, { lost }) => sum + lost, 0),
  losers: losers.map(({ id, name, lost, judged, worst }) => ({ id, name, lost, judged, ...worst })),
  leftOut,
});

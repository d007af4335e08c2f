import type { EnuSphere } from '../../../model/city/catalogue.ts';
import type { SunBuildingRow, SunResult } from '../../../workers/sun/engine-types.ts';
import type { SunLosses } from '../../twin/sun-studies.ts';

/** Around a building, so that what stands before it is seen too. */
const SIGHT_RADIUS_M = 90;

/** Where a studied building is looked at. */
export const sightOf = ({ atM: [eastM, northM, upM] }: SunBuildingRow): EnuSphere => ({
  eastM,
  northM,
  upM,
  radiusM: SIGHT_RADIUS_M,
});

/** Who loses the rule's least to the scheme of a study. */
export const lossesOf = ({ rules, buildings }: SunResult): SunLosses => ({
  rules,
  buildings: buildings.length,
  losers: buildings
    .flatMap((row) => {
      const { id, name, judged, lost, worst } = row;
      return worst ? [{ id, name, judged, lost, worst, place: sightOf(row) }] : [];
    })
    .sort((a, b) => b.lost - a.lost || a.worst.afterMin - b.worst.afterMin),
});

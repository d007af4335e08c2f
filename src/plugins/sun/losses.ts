import { sightOfBuilding } from '../../../model/city/standing-building.ts';
import type { SunResult } from '../../../workers/sun/engine-types.ts';
import type { SunLosses } from '../../twin/sun-studies.ts';

/** Returns the buildings that lose the rule's minimum to the scheme of a study. */
export const lossesOf = ({ rules, buildings }: SunResult): SunLosses => ({
  rules,
  buildings: buildings.length,
  losers: buildings
    .flatMap((row) => {
      const { id, name, judged, lost, worst } = row;
      return worst ? [{ id, name, judged, lost, worst, place: sightOfBuilding(row) }] : [];
    })
    .sort((a, b) => b.lost - a.lost || a.worst.afterMin - b.worst.afterMin),
});

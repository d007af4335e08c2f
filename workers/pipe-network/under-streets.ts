import type { Tubes } from '../../model/city/tubes.ts';
import { type ClearanceRules, roadCoverOf } from '../../model/pipes/clearance-rules.ts';
import type { CityFiles, Pause } from '../shared/engine.ts';
import { type CheckedPipe, type Found, LEVEL_SLACK_M, MIN_INSIDE_M, PIPES_AT_ONCE } from './clearance.ts';
import type { ClearanceResult } from './engine-types.ts';
import { ofStreets, readParcels } from './parcels.ts';

/** What of a city is asked. */
interface StreetSite {
  files: CityFiles;
  rules: ClearanceRules;
  tubes: Tubes;
  pause: Pause;
}

/** Pipes in the land of planned streets, and those of them that lie too shallow for a carriageway over them; null: stopped. */
export async function underStreets(
  { files, rules, tubes, pause }: StreetSite,
  pipes: readonly CheckedPipe[],
): Promise<{ found: Found[]; streets: ClearanceResult['streets'] } | null> {
  const streets = await readParcels(files, ofStreets);
  if (!streets) return { found: [], streets: null };
  const found: Found[] = [];
  let count = 0;
  let lengthM = 0;
  for (const [i, { tube, system }] of pipes.entries()) {
    if (i % PIPES_AT_ONCE === PIPES_AT_ONCE - 1 && (await pause(1))) return null;
    const crossed = streets.crossed(tubes, tube).filter(({ insideM }) => insideM >= MIN_INSIDE_M);
    if (crossed.length > 0) count++;
    const row = roadCoverOf(rules, system);
    for (const { parcel, insideM, atM, coverM } of crossed) {
      lengthM += insideM;
      if (!row || coverM >= row.coverM - LEVEL_SLACK_M) continue;
      found.push({
        check: 'road',
        tube,
        needM: row.coverM,
        gapM: coverM,
        excessM: row.coverM - coverM,
        spaceGapM: null,
        atM,
        other: { id: parcel.id, name: parcel.name, gid: null, layer: parcel.plan },
        clause: row.clause,
        status: row.status,
      });
    }
  }
  return { found, streets: { pipes: count, lengthM } };
}

import { meetsMinutes, type SunRules } from '../../model/questions/sun-rules.ts';
import type { SunStudyRequest } from '../../model/questions/sun-study.ts';
import { dwellingsOf } from './dwellings.ts';
import type { SunBuildingRow, SunResult, SunStoreyRow } from './engine-types.ts';
import type { Study } from './study.ts';

/** A building of a study before its windows are counted. */
export type StudiedBuilding = Pick<SunBuildingRow, 'layer' | 'row' | 'id' | 'name' | 'use' | 'dwellings' | 'atM'>;

export const meets = (minutes: number, { minMinutes }: SunRules): boolean => meetsMinutes(minutes, minMinutes);

/** What a page and the command line show of a study; windows come with the place of their building in the list. */
export function resultOf(
  study: Study,
  rules: SunRules,
  numbers: readonly number[],
  named: readonly StudiedBuilding[],
  scheme: SunStudyRequest['scheme'],
): SunResult {
  const { windows, job, beforeMin, afterMin, openMin, hash } = study;
  const placeOf = new Map(numbers.map((building, i) => [building, i]));
  const building = Int32Array.from(windows.building, (b) => placeOf.get(b) ?? 0);
  const rows = named.map((one): SunBuildingRow => ({ ...one, ...NONE, storeys: [] }));
  const storeys = rows.map(() => new Map<number, SunStoreyRow>());
  for (let w = 0; w < windows.count; w++) {
    const row = rows[building[w]];
    row.windows++;
    if (!meets(openMin[w], rules)) continue;
    const storey = storeyOf(storeys[building[w]], windows.storey[w]);
    const metBefore = meets(beforeMin[w], rules) ? 1 : 0;
    const metAfter = meets(afterMin[w], rules) ? 1 : 0;
    const isLost = metBefore > metAfter;
    if (isLost && afterMin[w] < (row.worst?.afterMin ?? Number.POSITIVE_INFINITY))
      row.worst = { storey: windows.storey[w], beforeMin: beforeMin[w], afterMin: afterMin[w] };
    for (const sum of [row, storey]) {
      sum.judged++;
      sum.metBefore += metBefore;
      sum.metAfter += metAfter;
      sum.lost += isLost ? 1 : 0;
    }
    storey.leastBeforeMin = Math.min(storey.leastBeforeMin, beforeMin[w]);
    storey.mostBeforeMin = Math.max(storey.mostBeforeMin, beforeMin[w]);
    storey.leastAfterMin = Math.min(storey.leastAfterMin, afterMin[w]);
    storey.mostAfterMin = Math.max(storey.mostAfterMin, afterMin[w]);
  }
  for (const [i, row] of rows.entries()) row.storeys = [...storeys[i].values()].sort((a, b) => a.storey - b.storey);
  const listed = {
    count: windows.count,
    placesM: Float64Array.from(windows.places),
    building,
    storey: Int32Array.from(windows.storey),
    facade: Int32Array.from(windows.facade),
    beforeMin: Float32Array.from(beforeMin),
    afterMin: Float32Array.from(afterMin),
    openMin: Float32Array.from(openMin),
    widthM: Float32Array.from(windows.widthM),
    heightM: Float32Array.from(windows.heightM),
  };
  const { dwellings, ofWindow } = dwellingsOf(rows, listed, rules);
  return {
    rules,
    fromMs: job.band.fromMs,
    toMs: job.band.toMs,
    hasScheme: scheme !== null,
    planned: scheme?.layers ?? [],
    buildings: rows,
    windows: { ...listed, dwelling: ofWindow },
    dwellings,
    counts: {
      insideParts: windows.insideParts,
      underGround: windows.underGround,
      storeysAssumed: windows.storeysAssumed,
      pitched: new Set(job.scene.prisms.flatMap(({ isPitched, building: b }) => (isPitched ? [b] : []))).size,
      blockers: new Set(job.scene.prisms.map(({ building: b }) => b)).size,
    },
    hash,
  };
}

const NONE = { windows: 0, judged: 0, metBefore: 0, metAfter: 0, lost: 0, worst: null };

function storeyOf(storeys: Map<number, SunStoreyRow>, storey: number): SunStoreyRow {
  const known = storeys.get(storey);
  if (known) return known;
  const made: SunStoreyRow = {
    storey,
    judged: 0,
    metBefore: 0,
    metAfter: 0,
    lost: 0,
    leastBeforeMin: Number.POSITIVE_INFINITY,
    mostBeforeMin: 0,
    leastAfterMin: Number.POSITIVE_INFINITY,
    mostAfterMin: 0,
  };
  storeys.set(storey, made);
  return made;
}

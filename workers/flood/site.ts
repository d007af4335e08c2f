import { watchedBy } from './city/gauges.ts';
import type { FloodCity } from './city.ts';
import type { Site } from './engine-types.ts';

/** What can be asked of a city, out of its grid and works. */
export function siteOf({ grid, works, drains }: Pick<FloodCity, 'grid' | 'works' | 'drains'>): Site {
  const { westM, southM, cellM, columns, rows } = grid;
  const floods = works?.inflows.flatMap(({ hydrographs }) => hydrographs) ?? [];
  const largest = floods.reduce<(typeof floods)[number] | null>(
    (most, flood) => (Math.max(...flood.dischargeM3ps) > Math.max(0, ...(most?.dischargeM3ps ?? [])) ? flood : most),
    null,
  );
  return {
    area: { westM, southM, eastM: westM + columns * cellM, northM: southM + rows * cellM },
    cellM,
    stormYears: works ? (works.storm.years ?? [2, 5, 10, 20, 50, 100]) : null,
    riverYears: [...new Set(floods.map(({ returnYears }) => returnYears))].sort((a, b) => a - b),
    riverPeakH: largest ? largest.timeH[largest.dischargeM3ps.indexOf(Math.max(...largest.dischargeM3ps))] : 0,
    riverEndH: largest?.timeH.at(-1) ?? 0,
    hasDrains: drains !== null && drains !== undefined,
    supplies: [...new Set(drains?.pumps.flatMap(({ supply }) => supply ?? []))],
    breaches: (works?.breaches ?? []).map(({ id, label, at, chainageM, beginH, returnYears }) => ({
      id,
      label,
      at,
      chainageM,
      beginH,
      returnYears,
    })),
    gauges: works
      ? works.gauges.map(({ id, label, at, chainageM, warnM, guaranteeM }) => ({
          id,
          label,
          at,
          chainageM,
          warnM,
          guaranteeM,
          watched: watchedBy(works, at),
        }))
      : [],
  };
}

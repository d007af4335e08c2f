import type { FloodWorks } from '../../model/city/flood-works.ts';
import type { DrainNetwork } from '../../model/city/grid.ts';
import { watchedBy } from './city/gauges.ts';
import type { FloodCity } from './city.ts';
import type { Site } from './engine-types.ts';
import { gapsAt } from './works/gaps.ts';
import type { Place } from './works/works.ts';

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
    ...(drains ? { pumps: pumpsOf(drains) } : {}),
    breaches: (works?.breaches ?? []).map((breach) => {
      const { id, label, at, chainageM, beginH, returnYears } = breach;
      return { id, label, at, chainageM, beginH, returnYears, gap: widestGap(breach, works?.defences ?? []) };
    }),
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

/** Each at the well that it lifts from. */
function pumpsOf({ pumps, sumps, manholes }: DrainNetwork): NonNullable<Site['pumps']> {
  const wells = new Map([...sumps, ...manholes].map(({ id, at }) => [id, at]));
  return pumps.flatMap(({ from, rateM3ps, supply }) => {
    const at = wells.get(from);
    return at ? [{ at, rateM3ps, supply: supply ?? null }] : [];
  });
}

/** The ends of a planned breach along its levee when it is as wide as it gets; null: its levee is not among the works. */
function widestGap(
  { id, defence: of, at, widthEndM, sillM }: FloodWorks['breaches'][number],
  defences: FloodWorks['defences'],
): [Place, Place] | null {
  const widths = { widthStartM: widthEndM, widthEndM };
  const crests = defences.map(({ id: crest, line }) => ({ kind: 'crest' as const, id: crest, line }));
  const [gap] = gapsAt([...crests, { kind: 'breach', id, of, at, beginS: 0, growS: 0, sillM, ...widths }], 0);
  return gap ? [gap.from, gap.to] : null;
}

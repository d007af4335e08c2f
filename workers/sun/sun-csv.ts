import { MS_PER_MIN } from '../../model/time.ts';
import { csvNumber as number, csvText as text } from '../shared/csv.ts';
import type { SunResult, SunWindowRows } from './engine-types.ts';
import { meets } from './result.ts';

/** One line a building and storey, least and most minutes of its judged windows. */
export function storeysCsv({ buildings }: SunResult): string {
  const head =
    'layer,id,name,use,storey,windows_judged,met_before,met_after,lost,least_before_min,most_before_min,least_after_min,most_after_min';
  const lines = buildings.flatMap(({ layer, id, name, use, storeys }) =>
    storeys.map((one) =>
      [
        text(layer),
        text(id),
        text(name.zh),
        text(use ?? ''),
        one.storey + 1,
        one.judged,
        one.metBefore,
        one.metAfter,
        one.lost,
        ...[one.leastBeforeMin, one.mostBeforeMin, one.leastAfterMin, one.mostAfterMin].map((min) => number(min, 1)),
      ].join(','),
    ),
  );
  return `${[head, ...lines].join('\n')}\n`;
}

/** One line for each window, with its place and façade. */
export function windowsCsv({ buildings, windows, rules }: SunResult): string {
  const head =
    'layer,id,storey,east_m,north_m,up_m,facade_azimuth_deg,before_min,after_min,open_min,judged,meets_before,meets_after';
  const lines = Array.from({ length: windows.count }, (_, w) => {
    const { layer, id } = buildings[windows.building[w]];
    const [east, north, up, outEast, outNorth] = windows.placesM.subarray(5 * w, 5 * w + 5);
    const azimuth = ((Math.atan2(outEast, outNorth) * 180) / Math.PI + 360) % 360;
    const isJudged = meets(windows.openMin[w], rules);
    return [
      text(layer),
      text(id),
      windows.storey[w] + 1,
      number(east, 2),
      number(north, 2),
      number(up, 2),
      number(azimuth, 1),
      number(windows.beforeMin[w], 1),
      number(windows.afterMin[w], 1),
      number(windows.openMin[w], 1),
      isJudged ? 1 : 0,
      ...metWords(windows, w, isJudged, rules),
    ].join(',');
  });
  return `${[head, ...lines].join('\n')}\n`;
}

function metWords(
  { beforeMin, afterMin }: SunWindowRows,
  w: number,
  isJudged: boolean,
  rules: SunResult['rules'],
): (number | string)[] {
  return isJudged ? [meets(beforeMin[w], rules) ? 1 : 0, meets(afterMin[w], rules) ? 1 : 0] : ['', ''];
}

/** Every parameter of a study, so that its figures can be made again. */
export function parametersCsv({ rules, fromMs, toMs, counts, windows, hash }: SunResult): string {
  const rows: [string, string | number][] = [
    ['rule', rules.id],
    ['rule_zh', rules.label.zh],
    ['rule_en', rules.label.en],
    ['source', rules.source.en],
    ['source_verified', rules.verified ? 1 : 0],
    ['band_from_true_solar_h', rules.bandH[0]],
    ['band_to_true_solar_h', rules.bandH[1]],
    ['band_from_utc', new Date(fromMs).toISOString()],
    ['band_to_utc', new Date(toMs).toISOString()],
    ['band_min', number((toMs - fromMs) / MS_PER_MIN, 2)],
    ['least_min', rules.minMinutes],
    ['least_spell_min', rules.minSpellMin],
    ['longest_spells', rules.longestSpells ?? ''],
    ['sweep_deg', rules.sweepDeg],
    ['sill_m', rules.sillM],
    ['step_min', rules.stepMin],
    ['windows', windows.count],
    ['points_inside_parts', counts.insideParts],
    ['points_under_ground', counts.underGround],
    ['storeys_assumed_buildings', counts.storeysAssumed],
    ['pitched_roof_buildings', counts.pitched],
    ['blocking_buildings', counts.blockers],
    ['hash', hash],
  ];
  return `parameter,value\n${rows.map(([name, value]) => `${name},${typeof value === 'string' ? text(value) : value}`).join('\n')}\n`;
}

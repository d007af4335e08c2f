import { type Columns, type DataTable, number, tableOf, text } from '../../model/tables/data-table.ts';
import { MS_PER_MIN } from '../../model/time.ts';
import type { SunBuildingRow, SunResult } from './engine-types.ts';
import { meets } from './result.ts';

type Storey = Pick<SunBuildingRow, 'layer' | 'id' | 'name' | 'use'> & SunBuildingRow['storeys'][number];

/** A storey of a building: least and most minutes of its judged windows. */
const STOREY = {
  layer: text(({ layer }) => layer),
  id: text(({ id }) => id),
  name: text(({ name }) => name.zh),
  use: text(({ use }) => use),
  storey: number(({ storey }) => storey + 1),
  windows_judged: number(({ judged }) => judged),
  met_before: number(({ metBefore }) => metBefore),
  met_after: number(({ metAfter }) => metAfter),
  lost: number(({ lost }) => lost),
  least_before_min: number(({ leastBeforeMin }) => leastBeforeMin, 1),
  most_before_min: number(({ mostBeforeMin }) => mostBeforeMin, 1),
  least_after_min: number(({ leastAfterMin }) => leastAfterMin, 1),
  most_after_min: number(({ mostAfterMin }) => mostAfterMin, 1),
} satisfies Columns<Storey>;

/** One row a building and storey. */
export const storeysTable = ({ buildings }: SunResult): DataTable =>
  tableOf(
    STOREY,
    buildings.flatMap(({ storeys, ...building }) => storeys.map((storey) => ({ ...building, ...storey }))),
  );

/** One row a dwelling as homes are divided; its minutes are those of the window that has most. */
export function dwellingsTable({ buildings, dwellings: { count, ...of }, rules }: SunResult): DataTable {
  const met = (minutes: number) => (Number.isNaN(minutes) ? null : Number(meets(minutes, rules)));
  const columns: Columns<number> = {
    layer: text((d) => buildings[of.building[d]].layer),
    id: text((d) => buildings[of.building[d]].id),
    storey: number((d) => of.storey[d] + 1),
    place: number((d) => of.place[d] + 1),
    of_storey: number((d) => of.ofStorey[d]),
    counted_from: text((d) => (of.isAlongNorth[d] === 1 ? 'south' : 'west')),
    before_min: number((d) => of.beforeMin[d], 1),
    after_min: number((d) => of.afterMin[d], 1),
    meets_before: number((d) => met(of.beforeMin[d])),
    meets_after: number((d) => met(of.afterMin[d])),
  };
  return tableOf(columns, [...Array(count).keys()]);
}

/** One row for each window, with its place and façade. */
export function windowsTable({ buildings, windows, rules }: SunResult): DataTable {
  const place = (w: number, at: number) => windows.placesM[5 * w + at];
  const azimuth = (w: number) => ((Math.atan2(place(w, 3), place(w, 4)) * 180) / Math.PI + 360) % 360;
  const flag = (is: boolean) => (is ? 1 : 0);
  const isJudged = (w: number) => meets(windows.openMin[w], rules);
  const met = (w: number, minutes: Float32Array) => (isJudged(w) ? flag(meets(minutes[w], rules)) : null);
  const columns: Columns<number> = {
    layer: text((w) => buildings[windows.building[w]].layer),
    id: text((w) => buildings[windows.building[w]].id),
    storey: number((w) => windows.storey[w] + 1),
    east_m: number((w) => place(w, 0), 2),
    north_m: number((w) => place(w, 1), 2),
    up_m: number((w) => place(w, 2), 2),
    facade_azimuth_deg: number(azimuth, 1),
    before_min: number((w) => windows.beforeMin[w], 1),
    after_min: number((w) => windows.afterMin[w], 1),
    open_min: number((w) => windows.openMin[w], 1),
    judged: number((w) => flag(isJudged(w))),
    meets_before: number((w) => met(w, windows.beforeMin)),
    meets_after: number((w) => met(w, windows.afterMin)),
  };
  return tableOf(columns, [...Array(windows.count).keys()]);
}

/** Every parameter of a study, so that its figures can be made again. */
export const parametersTable = ({ rules, fromMs, toMs, counts, windows, hash }: SunResult): DataTable => ({
  columns: [{ key: 'parameter', isWord: true }, { key: 'value' }],
  rows: [
    ['rule', rules.id],
    ['rule_zh', rules.label.zh],
    ['rule_en', rules.label.en],
    ['source', rules.source.en],
    ['source_verified', rules.verified ? 1 : 0],
    ['band_from_true_solar_h', rules.bandH[0]],
    ['band_to_true_solar_h', rules.bandH[1]],
    ['band_from_utc', new Date(fromMs).toISOString()],
    ['band_to_utc', new Date(toMs).toISOString()],
    ['band_min', ((toMs - fromMs) / MS_PER_MIN).toFixed(2)],
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
  ],
});

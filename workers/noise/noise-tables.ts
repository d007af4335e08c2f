import { NOISE_LIMITS } from '../../model/rules/noise-limits.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import { NOISE_BAND, NOISE_EXCESS } from '../../model/tables/noise.ts';
import type { NoiseResult } from './engine-types.ts';

/** Bands, limits and what a map was computed by, as tables. */
export function noiseTables(result: NoiseResult): Record<string, DataTable> {
  const { request, bands, excess, quiet, roads, paths, used, hash } = result;
  return {
    bands: tableOf(NOISE_BAND, bands),
    limits: tableOf(NOISE_EXCESS, excess),
    parameters: parametersOf([
      ['request', JSON.stringify(request)],
      ['method', 'CNOSSOS-EU (EU 2015/996, 2021/1226)'],
      ['limits_edition', NOISE_LIMITS.edition],
      ['limits_confirmed', NOISE_LIMITS.standing.kind === 'unconfirmed' ? 'no' : 'yes'],
      ['points', result.points],
      ['facade_points', result.facades],
      ['buildings', result.buildings],
      ['residents', result.residents],
      ['residents_with_quiet_facade', quiet.residents],
      ['mean_change_db', result.meanChangeDb],
      ['roads_audible', roads.audible],
      ['roads_counted', roads.counted],
      ['roads_counted_by', used.counts?.labels.map(({ en }) => en).join('; ') ?? null],
      ['counts_off_road', used.counts?.offRoad ?? null],
      ['weather_by', used.weather?.label.en ?? null],
      ['weather_air_c', used.weather?.airC ?? null],
      ['weather_humidity_pct', used.weather?.humidityPct ?? null],
      ['spread_db', result.spreadDb],
      ['paths_direct', paths.direct],
      ['paths_reflected', paths.reflected],
      ['hash', hash],
    ]),
  };
}

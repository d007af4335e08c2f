import { LIMIT_REACH, REACHED_HOME, TRACED_GROUND, TRACED_READING } from '../../model/tables/air.ts';
import { type DataTable, parametersOf, tableOf } from '../../model/tables/data-table.ts';
import type { AirResult } from './engine-types.ts';

/** What the air came to, as tables by name. */
export function airTables(result: AirResult): Record<string, DataTable> {
  const common = [
    ['kind', result.kind],
    ['request', JSON.stringify(result.request)],
  ] as const;
  if (result.kind === 'trace')
    return {
      ground: tableOf(TRACED_GROUND, result.grounds),
      readings: tableOf(TRACED_READING, result.readings),
      parameters: parametersOf([
        ...common,
        ['rate_low_g_per_s', result.rateGps[0]],
        ['rate_high_g_per_s', result.rateGps[1]],
        ['background_mg_per_m3', result.backgroundMgPerM3],
        ['misfit', result.misfit],
        ['hash', result.hash],
      ]),
    };
  const { highest, dense } = result;
  return {
    limits: tableOf(LIMIT_REACH, result.limits),
    buildings: tableOf(REACHED_HOME, result.homes),
    parameters: parametersOf([
      ...common,
      ['stability', result.stability],
      ['wind_at_10_m_per_s', result.wind10Mps],
      ['wind_from_deg', result.windFromDeg],
      ['wind_by', result.used.wind?.label.en ?? null],
      ['wind_time', result.used.wind?.time ?? null],
      ['wind_at_release_m_per_s', result.windMps],
      ['plume_rise_m', result.riseM],
      ['highest_mg_per_m3', highest.mgPerM3],
      ['highest_east_m', highest.eastM],
      ['highest_north_m', highest.northM],
      ['toxic_load', highest.load],
      ['toxic_load_exponent', highest.loadExponent],
      ['dense_times_limit', dense?.timesLimit ?? null],
      ['dense_until_m', dense?.untilM ?? null],
      ['residents', result.residents],
      ['buildings', result.buildings],
      ['population', result.used.population.state],
      ['hash', result.hash],
    ]),
  };
}

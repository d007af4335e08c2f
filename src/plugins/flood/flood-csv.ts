import { csvText } from '../../../model/tables/csv-cell.ts';
import type { Exposed } from '../../../workers/flood/results/impact.ts';
import type { ClosedRoad, Impact, Span, Totals, WetBuilding, WetEntrance } from './run-controller.ts';

/** One table of all that is hurt, times as ISO instants (UTC), lengths in metres; a still running span has no end. */
export function impactCsv({ buildings, roads, entrances }: Impact, startMs: number): string {
  const at = (timeS: number | null | undefined) =>
    timeS === null || timeS === undefined ? '' : new Date(startMs + timeS * 1000).toISOString();
  const spans = (list: readonly Span[]) => [at(list[0]?.fromS), at(list.at(-1)?.toS)];
  const rows: (string | number)[][] = [
    COLUMNS,
    ...buildings.map(
      ({ id, name, vital, dwellings, residents, wetDwellings, wetResidents, insideM, spans: wet }: WetBuilding) => [
        ...[
          vital ?? 'building',
          id,
          name.zh,
          name.en,
          dwellings,
          residents,
          wetDwellings,
          wetResidents,
          insideM.toFixed(2),
        ],
        ...spans(wet),
      ],
    ),
    ...entrances.map(({ id, name, overSillM, spans: wet }: WetEntrance) => [
      ...['entrance', id, name.zh, name.en, '', '', '', '', overSillM.toFixed(2)],
      ...spans(wet),
    ]),
    ...roads.map(({ id, name, depthM, closed }: ClosedRoad) => [
      ...['road', id, name.zh, name.en, '', '', '', '', depthM.toFixed(2), '', ''],
      ...[closed.walkers, closed.cars, closed.fireEngines].flatMap(spans),
    ]),
  ];
  const whole = (row: (string | number)[]) => COLUMNS.map((_, i) => cell(row[i] ?? '')).join(',');
  return `${rows.map(whole).join('\r\n')}\r\n`;
}

/** How many are hurt at each frame: what the charts show, as numbers; what the city's data do not tell is empty. */
export function totalsCsv(totals: readonly Totals[], startMs: number, exposed: Exposed | null = null): string {
  const cellOf = (thing: keyof Exposed, value: number) => (exposed?.[thing] === false ? '' : value);
  const rows = totals.map(
    ({ timeS, buildings, dwellings, residents, wetDwellings, wetResidents, closed, entrances, pondedM2 }) => [
      ...[
        new Date(startMs + timeS * 1000).toISOString(),
        timeS,
        cellOf('buildings', buildings),
        cellOf('dwellings', dwellings),
        cellOf('residents', residents),
        cellOf('dwellings', wetDwellings),
        cellOf('residents', wetResidents),
      ],
      ...[closed.walkers, closed.cars, closed.fireEngines].map((roads) => cellOf('roads', roads)),
      cellOf('entrances', entrances),
      Math.round(pondedM2),
    ],
  );
  return `${[TOTALS, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

const TOTALS = [
  ...['time', 'seconds', 'buildings', 'dwellings', 'residents', 'wet_dwellings', 'wet_residents'],
  ...['roads_walkers', 'roads_cars', 'roads_fire_engines', 'entrances', 'ponded_m2'],
];

const COLUMNS = [
  ...[
    'kind',
    'id',
    'name_zh',
    'name_en',
    'dwellings',
    'residents',
    'wet_dwellings',
    'wet_residents',
    'depth_m',
    'wet_from',
    'wet_to',
  ],
  ...['walkers', 'cars', 'fire_engines'].flatMap((trafficClass) => [
    `${trafficClass}_closed_from`,
    `${trafficClass}_closed_to`,
  ]),
];

/** Depths and heights come as digits already. */
const cell = (value: string | number): string =>
  typeof value === 'string' && Number.isNaN(Number(value)) ? csvText(value) : String(value);

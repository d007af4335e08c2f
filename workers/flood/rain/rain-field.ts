import type { Text } from '../../../model/city/manifest.ts';
import { FloodInputError } from '../core/input-error.ts';
import type { Flows } from '../core/ledger.ts';
import type { Source } from '../core/run.ts';
import { cellAt } from '../core/terrain.ts';
import { floodMessage } from '../messages.ts';
import { type Ground, pourM3 } from '../works/ground.ts';
import type { Place } from '../works/works.ts';
import type { Hyetograph } from './rain.ts';

/** Rain that is not the same everywhere. None falls before the first moment and after the last. */
export type RainField =
  /**
   * Rain of a radar, or of gauges spread over a raster: the rate in each cell, row-major from the south-west, at moments that ascend.
   * Between two moments it goes straight from one to the other; in space it is that of the cell, so that the sum stays the radar's.
   */
  | {
      kind: 'grid';
      columns: number;
      rows: number;
      cellM: number;
      westM: number;
      southM: number;
      timesS: readonly number[];
      ratesMmPerH: readonly Float32Array[];
    }
  /** A round storm that moves: the rate falls from its middle as exp(−(r/radius)²), which is how cells of rain look to a radar. */
  | {
      kind: 'moving';
      from: Place;
      to: Place;
      fromS: number;
      toS: number;
      radiusM: number;
      peakMmPerH: number;
    };

/** What falls at a place within a span, mm. */
type RainfallStep = (eastM: number, northM: number) => number;

/** The span's rain, reckoned once for all places. A moving storm stands half-way: in 5 s even a fast one moves by 100 m. */
export function rainfallStepOf(field: RainField, fromS: number, toS: number): RainfallStep {
  if (field.kind === 'moving') {
    const beginS = Math.max(fromS, field.fromS);
    const endS = Math.min(toS, field.toS);
    if (beginS >= endS) return () => 0;
    const part = ((beginS + endS) / 2 - field.fromS) / (field.toS - field.fromS);
    const [eastM, northM] = field.from.map((each, axis) => each + part * (field.to[axis] - each));
    const mostMm = (field.peakMmPerH * (endS - beginS)) / 3600;
    return (east, north) => mostMm * Math.exp(-((east - eastM) ** 2 + (north - northM) ** 2) / field.radiusM ** 2);
  }
  const { columns, rows, cellM, westM, southM } = field;
  const fellMm = new Float64Array(columns * rows);
  for (const [moment, seconds] of secondsOf(field.timesS, fromS, toS)) {
    const rates = field.ratesMmPerH[moment];
    for (let i = 0; i < fellMm.length; i++) fellMm[i] += (rates[i] * seconds) / 3600;
  }
  const within = (x: number, count: number) => Math.min(count - 1, Math.max(0, Math.floor(x / cellM)));
  return (east, north) => fellMm[within(north - southM, rows) * columns + within(east - westM, columns)];
}

const MEAN_STEP_S = 60;
/** Points a side that a mean is taken of. */
const MEAN_POINTS = 32;

/** What falls on the mean of a box, for those who look at a run: an even sample of its places. */
export function meanOver(
  field: RainField,
  { columns, rows, cellM, westM, southM }: { columns: number; rows: number; cellM: number } & Corner,
  endS: number,
): Hyetograph {
  const at = (i: number, cells: number) => ((i + 0.5) / MEAN_POINTS) * cells * cellM;
  const ratesMmPerH = Array.from({ length: Math.ceil(endS / MEAN_STEP_S) }, (_, step) => {
    const fallMm = rainfallStepOf(field, step * MEAN_STEP_S, (step + 1) * MEAN_STEP_S);
    let sumMm = 0;
    for (let j = 0; j < MEAN_POINTS; j++)
      for (let i = 0; i < MEAN_POINTS; i++) sumMm += fallMm(westM + at(i, columns), southM + at(j, rows));
    return ((sumMm / MEAN_POINTS ** 2) * 3600) / MEAN_STEP_S;
  });
  return { stepS: MEAN_STEP_S, ratesMmPerH };
}

/** For how long each moment's rates count within a span: the exact integral of what is straight between moments. */
function secondsOf(timesS: readonly number[], fromS: number, toS: number): [moment: number, seconds: number][] {
  const shares: [number, number][] = [];
  for (let k = 0; k + 1 < timesS.length; k++) {
    const beginS = Math.max(fromS, timesS[k]);
    const endS = Math.min(toS, timesS[k + 1]);
    if (beginS >= endS) continue;
    const ahead = ((beginS + endS) / 2 - timesS[k]) / (timesS[k + 1] - timesS[k]);
    shares.push([k, (endS - beginS) * (1 - ahead)], [k + 1, (endS - beginS) * ahead]);
  }
  return shares;
}

/** Pours a field over the ground; a cell's catch is that of uniform rain. */
export class RainfallInterpolator implements Source {
  private readonly ground: Ground;
  private readonly field: RainField;
  /** With its rim. */
  private readonly catchRatio: Float64Array;

  constructor(ground: Ground, field: RainField, catchRatio: Float64Array) {
    this.ground = ground;
    this.field = field;
    this.catchRatio = catchRatio;
  }

  act(timeS: number, spanS: number, flows: Flows): void {
    const { catchRatio, ground } = this;
    const { terrain, westM, southM } = ground;
    const { columns, rows, cellM } = terrain;
    const fellMm = rainfallStepOf(this.field, timeS - spanS, timeS);
    for (let row = 0; row < rows; row++) {
      const northM = southM + (row + 0.5) * cellM;
      const first = cellAt(terrain, 0, row);
      for (let column = 0; column < columns; column++) {
        const cell = first + column;
        const fellM3 = (fellMm(westM + (column + 0.5) * cellM, northM) * catchRatio[cell] * cellM ** 2) / 1000;
        if (fellM3 > 0) flows.rainM3 += pourM3(ground, cell, fellM3);
      }
    }
  }
}

/** More than was ever measured in a minute. */
export const MAX_MM_PER_H = 2000;

/** Refuses what is no rain, and a grid that leaves a part of the ground without any word. */
export function checkRainField(
  field: RainField,
  over: { columns: number; rows: number; cellM: number } & Corner,
): void {
  const refuse = (place: string, expected: Text, got: unknown): never => {
    throw new FloodInputError(floodMessage('input', { place: `rainField.${place}`, expected, got: String(got) }));
  };
  if (field.kind === 'moving') {
    const { from, to, fromS, toS, radiusM, peakMmPerH } = field;
    if (![...from, ...to].every(Number.isFinite))
      refuse('from, to', { zh: '以米计的数', en: 'metres' }, `${from} and ${to}`);
    if (!(fromS >= 0 && toS > fromS)) refuse('toS', { zh: `大于 ${fromS} s`, en: `more than ${fromS} s` }, toS);
    if (!(radiusM > 0)) refuse('radiusM', { zh: '大于 0 的数', en: 'above 0' }, radiusM);
    if (!(peakMmPerH >= 0 && peakMmPerH <= MAX_MM_PER_H))
      refuse('peakMmPerH', { zh: '0 至 2000 mm/h', en: '0 to 2000 mm/h' }, peakMmPerH);
    return;
  }
  const { columns, rows, cellM, westM, southM, timesS, ratesMmPerH } = field;
  if (!(cellM > 0)) refuse('cellM', { zh: '大于 0 的数', en: 'above 0' }, cellM);
  if (timesS.length < 2 || timesS.length !== ratesMmPerH.length)
    refuse(
      'timesS',
      { zh: '两个时刻或以上，各有雨强', en: 'two moments or more, each with its rates' },
      `${timesS.length} and ${ratesMmPerH.length}`,
    );
  for (const [k, rates] of ratesMmPerH.entries()) {
    if (k > 0 && !(timesS[k] > timesS[k - 1]))
      refuse(`timesS[${k}]`, { zh: `大于 ${timesS[k - 1]}`, en: `more than ${timesS[k - 1]}` }, timesS[k]);
    if (rates.length !== columns * rows)
      refuse(`ratesMmPerH[${k}]`, { zh: `${columns} × ${rows} 格`, en: `${columns} × ${rows} cells` }, rates.length);
    const wild = rates.findIndex((rate) => !(rate >= 0 && rate <= MAX_MM_PER_H));
    if (wild >= 0) refuse(`ratesMmPerH[${k}][${wild}]`, { zh: '0 至 2000 mm/h', en: '0 to 2000 mm/h' }, rates[wild]);
  }
  const slackM = 1e-6 * cellM;
  const covers =
    westM <= over.westM + slackM &&
    southM <= over.southM + slackM &&
    westM + columns * cellM >= over.westM + over.columns * over.cellM - slackM &&
    southM + rows * cellM >= over.southM + over.rows * over.cellM - slackM;
  if (!covers)
    refuse(
      'westM, southM',
      {
        zh: `自 ${over.westM}, ${over.southM} 起覆盖全部地面的格子`,
        en: `cells over all the ground from ${over.westM}, ${over.southM} on`,
      },
      `${columns} × ${rows} × ${cellM} m, ${westM}, ${southM}`,
    );
}

interface Corner {
  westM: number;
  southM: number;
}

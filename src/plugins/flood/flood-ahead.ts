import type { LiveReading } from '../../../model/questions/flood.ts';
import { MIN_PER_H, MS_PER_MIN } from '../../../model/time.ts';
import type { LiveFeed } from '../../twin/live/live-feed.ts';
import type {
  WaterAhead,
  WaterBasis,
  WaterOutlook,
  WaterOutlookOffer,
  WaterSituation,
  WaterVariant,
} from '../../twin/look-ahead.ts';
import type { Twin } from '../../twin/twin.ts';
import { readLiveGauges, streamReader } from './flood-live.ts';
import { presetOf } from './presets.ts';
import type { FloodRunController } from './run-controller.ts';
import {
  defaultFloodForm,
  FLOOD_ENGINE,
  type FloodArea,
  type FloodForm,
  type FloodPlace,
  type FloodSite,
} from './slice.ts';

/** Hours of the gauges' reading before now: the run comes to the present with the rain that fell. */
const READ_H = 1;
/** It goes on raining like in the last half hour (persistence). */
const PERSIST_STEPS = 6;
/** Cells along a side of the box, about: some seconds of computing for an hour. */
const CELLS_ALONG = 120;
const FRAME_EVERY_MIN = 5;
/** Over the ground or the levee that was there: sandbags in a gap. */
const CLOSURE_M = 0.5;
/** A pump begins at this depth over the ground at its place, and rests at the other. */
const PUMP_START_M = 0.1;
const PUMP_STOP_M = 0.05;

/** Starts runs of floods for those who look ahead from an incident. */
export function openFloodAhead(
  twin: Twin,
  runs: Pick<FloodRunController, 'open' | 'startBeside' | 'stop' | 'bedElevations'>,
  feed: () => LiveFeed | null,
): WaterAhead {
  const siteOf = async (): Promise<FloodSite> => {
    await runs.open();
    const { floodSite } = twin.getState();
    if (!floodSite) throw new Error('flood: expected open() first');
    return floodSite;
  };
  return {
    engine: FLOOD_ENGINE,
    stop: runs.stop,
    async open(): Promise<WaterOutlookOffer> {
      const { breaches, stormYears } = await siteOf();
      return { breaches, hasFormula: stormYears !== null, whyNotLive: whyNotLive(twin) };
    },
    async look(situation): Promise<WaterOutlook> {
      const site = await siteOf();
      const area = boxAround(situation, site.area);
      const reading =
        situation.rain.kind === 'live' ? await readGauges(twin, feed(), site, area, situation.nowMs) : null;
      const base = baseForm(situation, site, area, reading);
      const startMs = reading?.fromMs ?? Math.floor(situation.nowMs / MS_PER_MIN) * MS_PER_MIN;
      const leadH = reading ? READ_H : 0;
      return {
        basis: basisOf(base, reading),
        async start(variant) {
          const beds = await runs.bedElevations(variant.pumps.map(({ at }) => at));
          const form = variantForm(base, variant, { site, situation, reading, leadH, beds });
          return runs.startBeside(variant.name, form, startMs, variant.orders);
        },
      };
    },
  };
}

function whyNotLive(twin: Twin): WaterOutlookOffer['whyNotLive'] {
  const { feed, sensors } = twin.getState();
  if (feed.kind !== 'live') return 'noHub';
  return (sensors ?? []).some(({ kind }) => kind === 'rain') ? null : 'noGauges';
}

function readGauges(
  twin: Twin,
  feed: LiveFeed | null,
  site: FloodSite,
  area: FloodArea,
  nowMs: number,
): Promise<LiveReading> {
  const read = feed && streamReader(feed);
  if (!read) throw new Error('feed: expected the live values of the city');
  return readLiveGauges(read, twin.getState().sensors ?? [], site, { area, hours: READ_H, nowMs });
}

/** As far as the city goes. */
function boxAround({ at: [eastM, northM], reachM }: WaterSituation, city: FloodArea): FloodArea {
  return {
    westM: Math.max(city.westM, Math.round(eastM - reachM)),
    southM: Math.max(city.southM, Math.round(northM - reachM)),
    eastM: Math.min(city.eastM, Math.round(eastM + reachM)),
    northM: Math.min(city.northM, Math.round(northM + reachM)),
  };
}

/** Rain per hour over the last half hour of what the gauges told. */
const lastRateMmPerH = ({ ratesMmPerH }: LiveReading): number => {
  const last = ratesMmPerH.slice(-PERSIST_STEPS);
  return last.reduce((sum, rate) => sum + rate, 0) / Math.max(1, last.length);
};

/** What all variants share. */
function baseForm(
  { horizonMin, breach, reachM }: WaterSituation,
  site: FloodSite,
  area: FloodArea,
  reading: LiveReading | null,
): FloodForm {
  const leadH = reading ? READ_H : 0;
  const planned = site.breaches.find(({ id }) => id === breach?.id);
  const isByGauge = reading !== null && reading.stages.length > 0;
  const isFlood = planned !== undefined && !isByGauge && site.riverYears.includes(planned.returnYears);
  const beginH = breach ? leadH + breach.inMin / MIN_PER_H : 0;
  return {
    ...defaultFloodForm(site),
    ...presetOf('live', site),
    area,
    cellM: Math.max(1, Math.round((2 * reachM) / CELLS_ALONG / site.cellM)) * site.cellM,
    riverByGauge: isByGauge,
    riverYears: isFlood && planned ? planned.returnYears : null,
    riverFromH: isFlood && planned ? Math.max(0, planned.beginH - beginH) : 0,
    breaches: planned ? [{ kind: 'planned', id: planned.id, beginH }] : [],
    drains: site.hasDrains,
    scheme: 'second',
    endH: leadH + horizonMin / MIN_PER_H,
    frameEveryMin: FRAME_EVERY_MIN,
  };
}

interface VariantParts {
  site: FloodSite;
  situation: WaterSituation;
  reading: LiveReading | null;
  leadH: number;
  beds: readonly number[];
}

/** What a variant changes of it. */
function variantForm(
  base: FloodForm,
  { rainFactor, breachClosedInMin, pumps }: WaterVariant,
  { site, situation, reading, leadH, beds }: VariantParts,
): FloodForm {
  const planned = site.breaches.find(({ id }) => id === situation.breach?.id);
  const line = planned?.gap && breachClosedInMin !== null ? longer(planned.gap, base.cellM) : null;
  const closedH = leadH + (breachClosedInMin ?? 0) / MIN_PER_H;
  return {
    ...base,
    rain: rainOf(situation, site, reading, rainFactor),
    walls: line ? [{ id: `${planned?.id}-closed`, line, heightM: CLOSURE_M, fromH: closedH }] : [],
    works: pumps.map(({ id, at, rateM3ps, fromMin }, i) => {
      const fromH = leadH + fromMin / MIN_PER_H;
      return {
        kind: 'pump',
        id,
        from: [at[0], at[1]],
        to: null,
        rateM3ps,
        startM: beds[i] + PUMP_START_M,
        stopM: beds[i] + PUMP_STOP_M,
        ...(fromH > 0 ? { offH: [[0, fromH] as [number, number]] } : {}),
      };
    }),
  };
}

function rainOf(
  { rain, horizonMin }: WaterSituation,
  { stormYears }: FloodSite,
  reading: LiveReading | null,
  factor: number,
): FloodForm['rain'] {
  const hours = horizonMin / MIN_PER_H;
  if (reading) {
    const rateMmPerH = lastRateMmPerH(reading) * factor;
    return { kind: 'live', hours: READ_H, reading, ahead: { hours, rateMmPerH } };
  }
  const depthMm = rain.kind === 'design' ? rain.depthMm * factor : 0;
  return stormYears ? { kind: 'depth', depthMm, hours } : { kind: 'uniform', rateMmPerH: depthMm / hours, hours };
}

/** Both ends two cells on, into the levee that stands. */
function longer([from, to]: readonly [FloodPlace, FloodPlace], cellM: number): FloodPlace[] {
  const lengthM = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const more = lengthM > 0 ? (2 * cellM) / lengthM : 0;
  const beyond = (a: FloodPlace, b: FloodPlace): FloodPlace => [
    a[0] + (a[0] - b[0]) * more,
    a[1] + (a[1] - b[1]) * more,
  ];
  return [beyond(from, to), beyond(to, from)];
}

function basisOf({ riverYears, cellM, area }: FloodForm, reading: LiveReading | null): WaterBasis {
  return {
    liveRateMmPerH: reading ? lastRateMmPerH(reading) : null,
    riverGauges: reading?.stages.length ?? 0,
    riverYears,
    cellM,
    boxM: [area.westM, area.southM, area.eastM, area.northM],
  };
}

import type { OrderedPump } from '../../../model/incidents/look-ahead.ts';
import type { LiveReading } from '../../../model/questions/flood.ts';
import type { LookAheadNumbers } from '../../../model/questions/look-ahead.ts';
import { lookAheadNumbersOf } from '../../../model/rules/city-rules.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { Text } from '../../../model/text/text.ts';
import { MIN_PER_H, MS_PER_H, MS_PER_MIN, S_PER_H } from '../../../model/time.ts';
import type { LiveFeed } from '../../twin/live/live-feed.ts';
import type {
  WaterAhead,
  WaterBasis,
  WaterOutlook,
  WaterOutlookOffer,
  WaterSituation,
  WaterSource,
  WaterVariant,
} from '../../twin/look-ahead.ts';
import { type RunMeasure, runById } from '../../twin/runs.ts';
import type { Twin } from '../../twin/twin.ts';
import { floodCaseOf } from './flood-cases.ts';
import { readLiveGauges, streamReader } from './flood-live.ts';
import { closureMeasure, type RunTime } from './flood-measures.ts';
import { floodFormMessage } from './messages.ts';
import { presetOf } from './presets.ts';
import { type RainRates, recordedRain } from './recorded-rain.ts';
import type { FloodRunController } from './run-controller.ts';
import {
  defaultFloodForm,
  FLOOD_ENGINE,
  type FloodArea,
  type FloodBreach,
  type FloodForm,
  type FloodPlace,
  type FloodRunFacts,
  type FloodSite,
  type ScenarioWork,
} from './slice.ts';

/** Hours of the gauges' reading before now: the run comes to the present with the rain that fell. */
const READ_H = 1;
/** Between two values of the rain that gauges told. */
const RAIN_STEP_MIN = 5;
/** Cells along a side of the box, about: some seconds of computing for an hour. */
const CELLS_ALONG = 120;
const FRAME_EVERY_MIN = 5;

/** A box holds the breaches of its record, and so much of the ground around them. */
const BREACH_MARGIN_M = 300;

/** Starts runs of floods for those who look ahead from an incident. */
export function openFloodAhead(
  twin: Twin,
  runs: Pick<FloodRunController, 'open' | 'startBeside' | 'stop' | 'bedElevations' | 'rainRates'>,
  feed: () => LiveFeed | null,
  caseOf = floodCaseOf,
): WaterAhead {
  const siteOf = async (): Promise<FloodSite> => {
    await runs.open();
    const { floodSite } = twin.getState();
    if (!floodSite) throw new Error('flood: expected open() first');
    return floodSite;
  };
  const recordOf = async (source: WaterSource): Promise<RecordedFlood> => {
    const site = await siteOf();
    if (source.kind === 'run') {
      const run = runById<FloodRunFacts>(twin.getState(), FLOOD_ENGINE, source.run);
      if (!run) throw new MessageError(floodFormMessage('record-lost', { name: source.run }));
      return { name: { zh: run.name, en: run.name }, form: run.form, startMs: run.startMs };
    }
    const found = await caseOf(source.case, twin.city.id, site);
    if (!found) throw new MessageError(floodFormMessage('record-lost', { name: source.case }));
    return { ...found, startMs: source.startMs };
  };
  return {
    engine: FLOOD_ENGINE,
    stop: runs.stop,
    async open(): Promise<WaterOutlookOffer> {
      const { breaches, stormYears } = await siteOf();
      return { breaches, hasFormula: stormYears !== null, whyNotLive: whyNotLive(twin) };
    },
    async record(source) {
      const { name, form, startMs } = await recordOf(source);
      return { source, name, startMs, endMs: startMs + form.endH * MS_PER_H, hasBreach: form.breaches.length > 0 };
    },
    async play(source) {
      const { name, form, startMs } = await recordOf(source);
      return runs.startBeside({ name: name[twin.getState().language], form, startMs });
    },
    async look(situation): Promise<WaterOutlook> {
      const site = await siteOf();
      const { rain, nowMs } = situation;
      const numbers = lookAheadNumbersOf(twin.getState().ruleRecords);
      const recorded = rain.kind === 'record' ? await recordOf(rain.source) : null;
      const area = boxAround(situation, site, recorded);
      const reading = rain.kind === 'live' ? await readGauges(twin, feed(), site, area, nowMs) : null;
      const { startMs, leadH } = startOf(nowMs, recorded, reading);
      const base = baseForm(situation, { site, area, reading, recorded, leadH });
      const rates = recorded && (await runs.rainRates(recorded.form));
      return {
        basis: basisOf(base, reading, recorded, numbers),
        async start(variant) {
          const beds = await runs.bedElevations(variant.pumps.map(({ at }) => at));
          const form = variantForm(base, variant, { site, situation, reading, rates, leadH, beds, numbers });
          const measures = closureOf(site, form, base, { startMs, zone: twin.city.zone });
          return runs.startBeside({ name: variant.name, form, startMs, orders: variant.orders, measures });
        },
      };
    },
  };
}

/** Says where the variants of a look start, and how long before its present. */
function startOf(nowMs: number, recorded: RecordedFlood | null, reading: LiveReading | null) {
  const startMs = recorded?.startMs ?? reading?.fromMs ?? Math.floor(nowMs / MS_PER_MIN) * MS_PER_MIN;
  return { startMs, leadH: recorded ? (nowMs - startMs) / MS_PER_H : reading ? READ_H : 0 };
}

/** The gap that a variant closes is what it asks of people: its pumps are on their way by orders that were given. */
function closureOf({ breaches }: FloodSite, { walls }: FloodForm, base: FloodForm, time: RunTime): RunMeasure[] {
  const [wall] = walls.slice(base.walls.length);
  const gap = breaches.find(({ id }) => wall?.id === closureId(id))?.gap;
  return wall && gap ? [closureMeasure(gap, wall.fromH, time)] : [];
}

const closureId = (breach: string): string => `${breach}-closed`;

/** The water of a past moment as it was asked for. */
interface RecordedFlood {
  name: Text;
  form: FloodForm;
  startMs: number;
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
  if (!read) throw new MessageError(floodFormMessage('no-live-values', {}));
  return readLiveGauges(read, twin.getState().sensors ?? [], site, { area, hours: READ_H, nowMs });
}

/** Around the place and the breaches of its record, as far as the city goes. */
function boxAround({ at, reachM }: WaterSituation, site: FloodSite, recorded: RecordedFlood | null): FloodArea {
  const breaches = recorded?.form.breaches ?? [];
  const gaps = breaches.map((breach) => breachAt(breach, site)).filter((gap) => gap !== null);
  const reaches: { at: FloodPlace; m: number }[] = [
    { at, m: reachM },
    ...gaps.map((gap) => ({ at: gap, m: BREACH_MARGIN_M })),
  ];
  const { westM, southM, eastM, northM } = site.area;
  return {
    westM: Math.max(westM, Math.round(Math.min(...reaches.map((one) => one.at[0] - one.m)))),
    southM: Math.max(southM, Math.round(Math.min(...reaches.map((one) => one.at[1] - one.m)))),
    eastM: Math.min(eastM, Math.round(Math.max(...reaches.map((one) => one.at[0] + one.m)))),
    northM: Math.min(northM, Math.round(Math.max(...reaches.map((one) => one.at[1] + one.m)))),
  };
}

const breachAt = (breach: FloodBreach, { breaches }: FloodSite): FloodPlace | null =>
  breach.kind === 'placed' ? breach.at : (breaches.find(({ id }) => id === breach.id)?.at ?? null);

/** Rain per hour at the end of what the gauges told, the mean over so long. */
const lastRateMmPerH = ({ ratesMmPerH }: LiveReading, { persistMin }: LookAheadNumbers): number => {
  const last = ratesMmPerH.slice(-Math.round(persistMin / RAIN_STEP_MIN));
  return last.reduce((sum, rate) => sum + rate, 0) / Math.max(1, last.length);
};

interface BaseParts {
  site: FloodSite;
  area: FloodArea;
  reading: LiveReading | null;
  recorded: RecordedFlood | null;
  leadH: number;
}

/** What all variants share. */
function baseForm(
  { horizonMin, breach }: WaterSituation,
  { site, area, reading, recorded, leadH }: BaseParts,
): FloodForm {
  const planned = site.breaches.find(({ id }) => id === breach?.id);
  const isByGauge = reading !== null && reading.stages.length > 0;
  const isFlood = planned !== undefined && !isByGauge && site.riverYears.includes(planned.returnYears);
  const beginH = breach ? leadH + breach.inMin / MIN_PER_H : 0;
  const assumed = planned ? [{ kind: 'planned' as const, id: planned.id, beginH }] : [];
  const sideM = Math.max(area.eastM - area.westM, area.northM - area.southM);
  const shared = {
    area,
    cellM: Math.max(1, Math.round(sideM / CELLS_ALONG / site.cellM)) * site.cellM,
    scheme: 'second' as const,
    endH: leadH + horizonMin / MIN_PER_H,
    frameEveryMin: FRAME_EVERY_MIN,
  };
  if (recorded) {
    const { form } = recorded;
    const more = assumed.filter(({ id }) => !form.breaches.some((known) => known.id === id));
    return { ...form, ...shared, breaches: [...form.breaches, ...more], gauges: [], opened: null };
  }
  return {
    ...defaultFloodForm(site),
    ...presetOf('live', site),
    ...shared,
    riverByGauge: isByGauge,
    riverYears: isFlood && planned ? planned.returnYears : null,
    riverFromH: isFlood && planned ? Math.max(0, planned.beginH - beginH) : 0,
    breaches: assumed,
    drains: site.hasDrains,
  };
}

interface VariantParts {
  site: FloodSite;
  situation: WaterSituation;
  reading: LiveReading | null;
  /** Rates of the record's rain from its start. */
  rates: RainRates | null;
  leadH: number;
  beds: readonly number[];
  numbers: LookAheadNumbers;
}

/** What a variant changes of it. */
function variantForm(
  base: FloodForm,
  { rainFactor, breachClosedInMin, pumps }: WaterVariant,
  { site, situation, reading, rates, leadH, beds, numbers }: VariantParts,
): FloodForm {
  const planned = site.breaches.find(({ id }) => base.breaches.some((breach) => breach.id === id));
  const line = planned?.gap && breachClosedInMin !== null ? longer(planned.gap, base.cellM) : null;
  const closedH = leadH + (breachClosedInMin ?? 0) / MIN_PER_H;
  return {
    ...base,
    rain: rates
      ? rainOfRecord(base, rates, { leadH, factor: rainFactor, numbers })
      : rainOf(situation, site, reading, { factor: rainFactor, numbers }),
    walls: [
      ...base.walls,
      ...(line && planned ? [{ id: closureId(planned.id), line, heightM: numbers.closureM, fromH: closedH }] : []),
    ],
    works: [...base.works, ...pumps.map(pumpWork)],
  };

  function pumpWork({ id, at, rateM3ps, fromMin }: OrderedPump, i: number): ScenarioWork {
    const fromH = leadH + fromMin / MIN_PER_H;
    return {
      kind: 'pump',
      id,
      from: [at[0], at[1]],
      to: null,
      rateM3ps,
      startM: beds[i] + numbers.pumpStartM,
      stopM: beds[i] + Math.min(numbers.pumpStopM, numbers.pumpStartM),
      ...(fromH > 0 ? { offH: [[0, fromH] as [number, number]] } : {}),
    };
  }
}

/** A run by gauges goes on by them, for their levels drive its rivers too. */
function rainOfRecord(
  { rain, endH }: FloodForm,
  rates: RainRates,
  { leadH, factor, numbers }: { leadH: number; factor: number; numbers: LookAheadNumbers },
): FloodForm['rain'] {
  if (rain.kind !== 'live') return recordedRain(rates, { leadS: leadH * S_PER_H, endS: endH * S_PER_H, factor });
  const { reading, hours } = rain;
  const rateMmPerH = lastRateMmPerH(reading, numbers) * factor;
  return { kind: 'live', hours, reading, ahead: { hours: Math.max(0, endH - hours), rateMmPerH } };
}

function rainOf(
  { rain, horizonMin }: WaterSituation,
  { stormYears }: FloodSite,
  reading: LiveReading | null,
  { factor, numbers }: { factor: number; numbers: LookAheadNumbers },
): FloodForm['rain'] {
  const hours = horizonMin / MIN_PER_H;
  if (reading) {
    const rateMmPerH = lastRateMmPerH(reading, numbers) * factor;
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

function basisOf(
  { riverYears, cellM, area }: FloodForm,
  reading: LiveReading | null,
  recorded: RecordedFlood | null,
  numbers: LookAheadNumbers,
): WaterBasis {
  return {
    record: recorded?.name ?? null,
    liveRateMmPerH: reading ? lastRateMmPerH(reading, numbers) : null,
    riverGauges: reading?.stages.length ?? 0,
    riverYears,
    cellM,
    boxM: [area.westM, area.southM, area.eastM, area.northM],
  };
}

import type { Text } from '../../../model/city/manifest.ts';
import { waterAt } from '../../../model/questions/flood.ts';
import { formatNumber, formatTotal, M2_PER_KM2 } from '../../kit/format.ts';
import type { Language } from '../../twin/appearance.ts';
import { between, drainedM3ps, exposedOf, type FloodNow, rainOfLastHourMm } from './flood-time.ts';
import type { FloodForm, FloodPlace, FloodSite } from './slice.ts';

/** Names of the figures, in their order over the map. */
export const VITALS = ['level', 'rain', 'ponding', 'affected', 'outflow'] as const;

/** In place of the discharge while the drains give back. */
const BACKFLOW: Text = { zh: '排水管网倒灌', en: 'Backflow from drains' };

interface Vital {
  /** Where the figure's own name says more than the desk's. */
  name?: Text;
  value: ((language: Language) => string) | null;
  unit: string;
  note?: { word: 'flood.mostOfRun' | 'flood.onWetStoreys'; value: (language: Language) => string };
  pumps?: PumpsInUse;
}

/** Pumps in the box that have power in this run, and what these can lift together; part of the figure of discharge. */
interface PumpsInUse {
  powered: number;
  all: number;
  capacityM3ps: number;
  /** Those that run at the shown time, and what they lift; a run kept from before frames told them has none. */
  running?: { count: number; liftedM3ps: number };
}

/** Figures of the Command desk out of a run at its shown time. */
export function vitalOf(
  vital: (typeof VITALS)[number],
  now: FloodNow,
  site: Pick<FloodSite, 'pumps'> | null = null,
): Vital {
  const { totals } = now.record;
  if (vital === 'level') return levelOf(now);
  if (vital === 'rain') return figure(rainOfLastHourMm(now), 1, 'mm');
  if (vital === 'outflow') return { ...outflowOf(now), ...pumpsOf(now, site) };
  if (vital === 'ponding') {
    const km2 = (frame: number) => totals[frame].pondedM2 / M2_PER_KM2;
    const most = Math.max(...totals.map((_, frame) => km2(frame)));
    return {
      ...figure(between(now, km2), 2, 'km²'),
      note: { word: 'flood.mostOfRun', value: () => formatNumber(most, 2) },
    };
  }
  if (exposedOf(now)?.residents === false) return { value: null, unit: '' };
  const residents = (frame: number) => totals[frame].residents;
  return {
    value: (language) => formatTotal(Math.round(between(now, residents)), language),
    unit: '',
    note: {
      word: 'flood.onWetStoreys',
      value: (language) => formatTotal(Math.round(between(now, (frame) => totals[frame].wetResidents)), language),
    },
  };
}

/** Levels of the gauge in the box that rises most, one a frame: of the water before it, for on its levee it stands dry. */
export function mostActiveGauge({
  record: { gaugesM, ground },
}: FloodNow): { levelsM: readonly number[]; label: Text } | null {
  const rises = ground.gauges.flatMap(({ id, label }) => {
    const levelsM = gaugesM[waterAt(id)] ?? gaugesM[id] ?? [];
    return levelsM.length > 0 ? [{ label, levelsM, riseM: Math.max(...levelsM) - levelsM[0] }] : [];
  });
  const [best] = rises.sort((a, b) => b.riseM - a.riseM);
  return best ?? null;
}

/** What the drains take; where more comes up than goes down, by that name. */
function outflowOf(now: FloodNow): Vital {
  const drained = drainedM3ps(now);
  return drained !== null && drained < 0
    ? { ...figure(-drained, 1, 'm³/s'), name: BACKFLOW }
    : figure(drained, 1, 'm³/s');
}

/** Those of the drains that are computed; a supply that failed in this run feeds none. */
function pumpsOf(now: FloodNow, site: Pick<FloodSite, 'pumps'> | null): Pick<Vital, 'pumps'> {
  const { form } = now.run;
  if (!form?.drains || !site?.pumps) return {};
  const inBox = site.pumps.filter(({ at }) => isIn(form.area, at));
  if (inBox.length === 0) return {};
  const powered = inBox.filter(
    ({ supply }) => supply === null || !(form.pumpsOff || form.failedSupplies.includes(supply)),
  );
  const capacityM3ps = powered.reduce((sum, { rateM3ps }) => sum + rateM3ps, 0);
  const running = runningOf(now, form.area);
  return { pumps: { powered: powered.length, all: inBox.length, capacityM3ps, ...(running && { running }) } };
}

/** The frame before the shown time says it: a pump between two frames is not half on. Those that drain the box from beyond it are not counted. */
function runningOf({ record, frame }: FloodNow, area: FloodForm['area']): PumpsInUse['running'] | null {
  const liftsM3ps = record.frames[frame]?.drains?.pumpsM3ps;
  const places = record.ground.drains?.pumps;
  if (!liftsM3ps || !places) return null;
  const lifts = [...liftsM3ps].filter(
    (rateM3ps, pump) => rateM3ps > 0 && isIn(area, [places[2 * pump], places[2 * pump + 1]]),
  );
  return { count: lifts.length, liftedM3ps: lifts.reduce((sum, rateM3ps) => sum + rateM3ps, 0) };
}

const isIn = ({ westM, southM, eastM, northM }: FloodForm['area'], [eastwardM, northwardM]: FloodPlace): boolean =>
  eastwardM >= westM && eastwardM <= eastM && northwardM >= southM && northwardM <= northM;

function levelOf(now: FloodNow): Vital {
  const gauge = mostActiveGauge(now);
  if (!gauge) return { value: null, unit: 'm' };
  const { levelsM, label } = gauge;
  return {
    name: label,
    ...figure(
      between(now, (frame) => levelsM[frame]),
      2,
      'm',
    ),
    note: { word: 'flood.mostOfRun', value: () => formatNumber(Math.max(...levelsM), 2) },
  };
}

const figure = (value: number | null, decimals: number, unit: string): Vital => ({
  value: value === null ? null : () => formatNumber(value, decimals),
  unit,
});

import type { Text } from '../../model/city/manifest.ts';
import { lineOf, pointAt } from '../../model/geo/plane/line.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { DemoCity } from '../demo-city.ts';
import { type PointRow, pointLayer, quantity, text } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import type { RoadClass } from '../plan.ts';

export interface Lamp extends PointRow {
  road: Text;
  roadClass: RoadClass;
  poleM: number;
  code: string;
}

/** Distance between poles on one side, sides lit and height of pole, by class of road. */
const LIGHTING: Partial<Record<RoadClass, { spacingM: number; bothSides: boolean; poleM: number }>> = {
  expressway: { spacingM: 32, bothSides: true, poleM: 12 },
  arterial: { spacingM: 30, bothSides: true, poleM: 11 },
  collector: { spacingM: 46, bothSides: true, poleM: 9 },
  local: { spacingM: 38, bothSides: false, poleM: 7 },
};

/** Pole behind the kerb. */
const KERB_M = 0.7;

/** The model's own height; a pole's scale is by it. */
const MODEL_POLE_M = 9;

/** Street lamps along every street wider than a lane, `lamp-<road>-<4 digits>`; opposite poles are half a step apart. */
export function lampsOf(city: DemoCity): Lamp[] {
  const out: Lamp[] = [];
  const counts = new Map<string, number>();
  const { siteFence } = city.plan.construction.pit;
  for (const segment of city.roads.segments) {
    const rule = LIGHTING[segment.class];
    if (!rule || segment.level === 'trench' || segment.level === 'deck') continue;
    const line = lineOf(segment.points);
    const count = Math.max(1, Math.round(line.lengthM / rule.spacingM));
    const step = line.lengthM / count;
    for (let k = 0; k < count; k++)
      for (const side of rule.bothSides ? [1, -1] : [k % 2 === 0 ? 1 : -1]) {
        const s = step * (k + (side === 1 ? 0.25 : 0.75));
        const [x, y] = pointAt(line, s);
        const [x1, y1] = pointAt(line, s + 0.5);
        const ux = (x1 - x) / 0.5;
        const uy = (y1 - y) / 0.5;
        const d = side * (segment.carriagewayM / 2 + KERB_M);
        if (isInRing(siteFence, x - uy * d, y + ux * d)) continue;
        const n = (counts.get(segment.road) ?? 0) + 1;
        counts.set(segment.road, n);
        out.push({
          id: `lamp-${segment.road}-${String(n).padStart(4, '0')}`,
          at: [x - uy * d, y + ux * d],
          headingDeg: ((Math.atan2(uy * side, -ux * side) * 180) / Math.PI + 360) % 360,
          scale: rule.poleM / MODEL_POLE_M,
          road: segment.name,
          roadClass: segment.class,
          poleM: rule.poleM,
          code: componentCode('lamp', out.length + 1),
        });
      }
  }
  return out;
}

export function lampLayer(lamps: readonly Lamp[]): LayerInput {
  return pointLayer(
    {
      id: 'lamps',
      kind: 'point',
      group: 'facility',
      label: { zh: '路灯', en: 'Street lamps' },
      cimLevel: 4,
      shownAtStart: true,
      colour: { token: 'ink-3' },
    },
    ['lamp'],
    lamps,
    [
      text('road', { zh: '道路', en: 'Road' }, (row) => row.road.zh),
      text('roadEn', { zh: '道路英文名', en: 'Road, English' }, (row) => row.road.en),
      { name: 'class', type: 'code', label: { zh: '道路等级', en: 'Road class' }, of: (row) => row.roadClass },
      quantity('pole', 'm', { zh: '灯杆高', en: 'Pole height' }, (row) => row.poleM),
      text('code', CODE_LABEL, (row) => row.code),
    ],
  );
}

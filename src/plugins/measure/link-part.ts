import type { Manifest } from '../../../model/city/manifest.ts';
import { enuFromLonLat } from '../../../model/geo/enu.ts';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { changed, type LinkPart } from '../../twin/link-part.ts';
import { numbersOf, round } from '../../twin/link-text.ts';
import type { RulerKind } from '../../twin/pick.ts';
import type { TwinState } from '../../twin/slice.ts';
import { MEASURE_PICKER } from './measure-picker.ts';

const RULERS: readonly RulerKind[] = ['distance', 'area', 'height'];
/** More points than anybody sets by hand. */
const MAX_POINTS = 200;

/** What the ruler has measured: its kind, whether it is done, and its points. Its tool is open then. */
export const measureLink: LinkPart<Pick<TwinState, 'pick'>> = {
  keys: ['ruler'],
  write({ pick }) {
    if (pick?.owner !== MEASURE_PICKER || !pick.ruler || pick.points.length === 0) return [];
    return changed([['ruler', [pick.ruler, pick.done ? 1 : 0, ...pick.points.map(pointText)].join(';'), '']]);
  },
  read(_, value, city) {
    const [kind, done, ...items] = value.split(';');
    const ruler = RULERS.find((known) => known === kind);
    const points = items.slice(0, MAX_POINTS + 1).map((item) => pointOf(item, city));
    const isWhole = points.length > 0 && points.length <= MAX_POINTS && !points.includes(null);
    if (!ruler || (done !== '0' && done !== '1') || !isWhole)
      return {
        expected: {
          zh: '量测种类与点（经度,纬度,高程,0 或 1）',
          en: 'a kind of ruler and points (longitude,latitude,elevation,0 or 1)',
        },
      };
    const own = { owner: MEASURE_PICKER, kind: MEASURE_PICKER, ruler, done: done === '1' };
    return { linked: { pick: { ...own, points: points.filter((point) => point !== null) } } };
  },
  open: ({ pick }) => (pick ? { pick, tool: MEASURE_PICKER } : {}),
};

const pointText = ({ lonLat: { lonDeg, latDeg }, elevationM, on }: SurfacePoint): string =>
  [round(lonDeg, 7), round(latDeg, 7), round(elevationM, 2), on === 'ground' ? 1 : 0].join(',');

function pointOf(text: string, { origin, datum }: Manifest): SurfacePoint | null {
  const numbers = numbersOf(text, ',');
  if (numbers?.length !== 4) return null;
  const [lonDeg, latDeg, elevationM, ground] = numbers;
  if (Math.abs(lonDeg) > 180 || Math.abs(latDeg) > 90 || Math.abs(elevationM) > 1e5) return null;
  const lonLat = { lonDeg, latDeg, heightM: elevationM + datum.geoidUndulationM };
  return { lonLat, enu: enuFromLonLat(origin, lonLat), elevationM, on: ground === 1 ? 'ground' : 'object' };
}

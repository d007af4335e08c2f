import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { anticlockwise } from '../../model/geo/plane/ring.ts';
import type { CityInput, LayerInput, PolygonGeometry } from '../model.ts';
import { type CarPark, carParkStrips } from './car-park-strips.ts';
import { marksLayer } from './marks-layer.ts';

/** A layer of places for cars by its name, as those of storm drains are known. */
const CAR_PARK = /parking|car[ -]?parks?\b|停车/i;

/** The bays of a city's car parks, drawn with the layer that they are of: of every standing layer of areas that is called so. */
export function carParkMarks({ layers, origin }: Pick<CityInput, 'layers' | 'origin'>): LayerInput[] {
  return layers.filter(isCarParks).flatMap((layer) => {
    const id = `${layer.id}-marks`;
    const { geometry } = layer.features;
    if (geometry.kind !== 'polygon' || layers.some((other) => other.id === id)) return [];
    const strips = carParksOf(geometry, origin).flatMap(carParkStrips);
    const label = { zh: '停车位标线', en: 'Markings of parking bays' };
    return marksLayer(layer, { id, label }, strips, origin) ?? [];
  });
}

export const isCarParks = ({ id, label, kind, group, state }: LayerInput): boolean =>
  kind === 'area' &&
  group === 'road' &&
  state === 'existing' &&
  [id, label.zh, label.en].some((name) => CAR_PARK.test(name));

function carParksOf(geometry: PolygonGeometry, origin: CityInput['origin']): CarPark[] {
  const { partRing, ringVertex, lonLatDeg } = geometry;
  const point = (v: number): Point => {
    const [x, y] = enuFromLonLat(origin, {
      lonDeg: lonLatDeg[2 * v],
      latDeg: lonLatDeg[2 * v + 1],
      heightM: origin.heightM,
    });
    return [x, y];
  };
  return Array.from({ length: partRing.length - 1 }, (_, part) => {
    const rings = Array.from({ length: partRing[part + 1] - partRing[part] }, (__, r) => {
      const ring = partRing[part] + r;
      return Array.from({ length: ringVertex[ring + 1] - ringVertex[ring] }, (___, v) => point(ringVertex[ring] + v));
    });
    const [outer, ...holes] = rings;
    return [anticlockwise(outer), ...holes];
  });
}

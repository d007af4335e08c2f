import { parseRoadNetwork } from '../../model/roads/road-network.ts';
import type { CityInput, LayerInput } from '../model.ts';
import { isCarParks } from './car-park-marks.ts';
import { marksLayer } from './marks-layer.ts';
import { roadStrips } from './road-strips.ts';

const ID = 'road-marks';
const FILE = 'road-network.json';

/** The markings of a city's roads: of every city with a road network, given or inferred, and a layer of roads to draw it on; none otherwise. */
export function roadMarks({ layers, files, origin }: Pick<CityInput, 'layers' | 'files' | 'origin'>): LayerInput[] {
  const text = files[FILE];
  const road = roadLayer(layers);
  if (text === undefined || !road || layers.some(({ id }) => id === ID)) return [];
  const network = parseRoadNetwork(JSON.parse(Buffer.from(text).toString('utf8')), FILE);
  const label = { zh: '道路标线', en: 'Road markings' };
  return [marksLayer(road, { id: ID, label }, roadStrips(network), origin)].filter((layer) => layer !== null);
}

/** The standing road layer with the most features that is drawn as ground. */
function roadLayer(layers: readonly LayerInput[]): LayerInput | undefined {
  return layers
    .filter(
      (layer) =>
        layer.kind === 'area' &&
        layer.group === 'road' &&
        layer.state === 'existing' &&
        layer.features.geometry.kind !== 'point' &&
        !isCarParks(layer),
    )
    .sort((a, b) => rankOf(b) - rankOf(a))[0];
}

/** Carriageways before paths and squares. */
const rankOf = ({ colour, features }: LayerInput): number => (colour?.token === 'map-road' ? 1e9 : 0) + features.count;

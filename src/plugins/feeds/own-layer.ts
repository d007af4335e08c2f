import { HALF_HEIGHTS } from '../../../model/city/catalogue.ts';
import { type Column, encodeColumn } from '../../../model/city/column.ts';
import type { AttributeInfo, LayerInfo } from '../../../model/city/manifest.ts';
import type { OwnSensor } from '../../../model/sensors/own-sensors.ts';
import type { SensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { compareUtf8 } from '../../../model/text/folded-text.ts';
import type { Text } from '../../../model/text/text.ts';
import type { RemoteLayerHolder } from '../../twin/catalogue/layer-holder.ts';
import type { Twin } from '../../twin/twin.ts';

/** The layer of the sensors that the city's users connected: cards, search and links know them by it. */
export const OWN_LAYER = 'own-sensors';
/** Radius of a mark, for a flight to it. */
const RADIUS_M = 2;

const LABEL: Text = { zh: '自有监测设备', en: 'Own sensors' };
const SOURCE: Text = { zh: '由用户接入', en: 'Connected by the city’s users' };

/** The files of the layer as a bake would write them, and how the manifest would list it. */
interface OwnLayer {
  layer: LayerInfo;
  files: Map<string, Uint8Array<ArrayBuffer>>;
}

/** `placesM`: east, north, up of each. `gidBase`: the first number that no object has or had. */
function ownLayerOf(
  own: readonly OwnSensor[],
  placesM: Float64Array,
  kinds: SensorKinds,
  { gidBase, tileset }: { gidBase: number; tileset: string },
): OwnLayer {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const path = (name: string) => `${OWN_LAYER}/${name}`;
  const put = (name: string, bytes: Uint8Array) => {
    files.set(path(name), new Uint8Array(bytes));
    return path(name);
  };
  const texts = (name: string, of: (one: OwnSensor) => string) =>
    put(`columns/${name}.bin`, encodeColumn(textColumn(own.map(of))));
  const numbers = (name: string, of: (one: OwnSensor) => number) =>
    put(`columns/${name}.bin`, encodeColumn({ type: 'float64', values: Float64Array.from(own, of) }));
  const places = Float32Array.from(own.flatMap((_, i) => [...placesM.subarray(3 * i, 3 * i + 3), RADIUS_M]));
  const order = Uint32Array.from(own.keys()).sort((a, b) => compareUtf8(own[a].id, own[b].id));
  put(HALF_HEIGHTS, bytesOf(new Float32Array(own.length)));
  texts('id', ({ id }) => id);
  const attributes: AttributeInfo[] = [
    { name: 'name', type: 'string', label: { zh: '名称', en: 'Name' }, file: texts('name', ({ name }) => name.zh) },
    {
      name: 'nameEn',
      type: 'string',
      label: { zh: '英文名称', en: 'English name' },
      file: texts('nameEn', ({ name }) => name.en),
    },
    {
      name: 'kind',
      type: 'code',
      label: { zh: '类别', en: 'Kind' },
      file: texts('kind', ({ kind }) => kind),
      values: Object.fromEntries(
        own.map(({ kind }) => [kind, kinds.kindOf(kind)?.label ?? { zh: kind, en: kind }] as const),
      ),
    },
    {
      name: 'unit',
      type: 'code',
      label: { zh: '单位 (UCUM)', en: 'Unit (UCUM)' },
      file: texts('unit', ({ unit }) => unit),
    },
    {
      name: 'cadence',
      type: 'number',
      unit: 's',
      label: { zh: '采样间隔', en: 'Cadence' },
      file: numbers('cadence', ({ cadenceS }) => cadenceS),
    },
    {
      name: 'topic',
      type: 'string',
      label: { zh: 'MQTT 主题', en: 'MQTT topic' },
      file: texts('topic', ({ topic }) => topic),
    },
  ];
  const layer: LayerInfo = {
    id: OWN_LAYER,
    kind: 'point',
    group: 'facility',
    label: LABEL,
    cimLevel: 5,
    state: 'existing',
    shownAtStart: true,
    tileset,
    gidBase,
    count: own.length,
    boundsM: boundsOf(placesM),
    sorted: put('sorted.bin', bytesOf(order)),
    places: put('places.bin', bytesOf(places)),
    attributes,
    colour: { token: 'info' },
    source: { name: SOURCE, licence: '', crs: 'EPSG:4326', inputHash: '' },
    assumptions: [],
    problems: [],
  };
  return { layer, files };
}

/** The layer as it stands in the city now: a new one for each list, in place of the one before. */
export function openOwnLayer(twin: Twin, holder: RemoteLayerHolder | null, fail: (reason: unknown) => void) {
  let address: string | null = null;
  /** One after the other: what a card asks for is there when the layer is. */
  let laying: Promise<void> = Promise.resolve();
  async function replace(layer: LayerInfo, files: OwnLayer['files']): Promise<void> {
    const { selectedId } = twin.getState();
    const wasOwn = twin.city.layers.some(({ id }) => id === OWN_LAYER);
    const wasShown = twin.getState().layers[OWN_LAYER]?.shown ?? layer.shownAtStart;
    if (wasOwn) {
      twin.dropLayer(OWN_LAYER);
      await holder?.drop(OWN_LAYER);
    }
    if (layer.count === 0) return;
    await holder?.adopt(layer, files);
    twin.takeLayer(layer);
    twin.getState().showLayer(OWN_LAYER, wasShown);
    // By its id it is found again under its new number, or is gone.
    if (selectedId !== null && wasOwn) twin.setState({ selectedGid: null, selectedId });
  }
  return {
    lay(own: readonly OwnSensor[], placesM: Float64Array, kinds: SensorKinds, gidBase: number): void {
      if (address !== null) URL.revokeObjectURL(address);
      address = own.length > 0 ? URL.createObjectURL(new Blob([EMPTY_TILESET], { type: 'application/json' })) : null;
      const { layer, files } = ownLayerOf(own, placesM, kinds, { gidBase, tileset: address ?? '' });
      laying = laying.then(() => replace(layer, files)).catch(fail);
    },
  };
}

/** Their marks are drawn with those of all sensors: the layer has no shapes of its own. */
const EMPTY_TILESET = JSON.stringify({
  asset: { version: '1.1' },
  geometricError: 0,
  root: { boundingVolume: { sphere: [0, 0, 0, 1] }, geometricError: 0, refine: 'ADD' },
});

function textColumn(texts: readonly string[]): Column {
  const distinct = [...new Set(texts)];
  const codes = new Map(distinct.map((text, i) => [text, i]));
  return { type: 'string', distinct, codes: Uint32Array.from(texts, (text) => codes.get(text) ?? 0) };
}

const bytesOf = (numbers: Float32Array | Uint32Array): Uint8Array => new Uint8Array(numbers.buffer);

function boundsOf(placesM: Float64Array): LayerInfo['boundsM'] {
  const bounds: LayerInfo['boundsM'] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (const [i, at] of placesM.entries()) {
    const axis = i % 3;
    bounds[axis] = Math.min(bounds[axis], at);
    bounds[axis + 3] = Math.max(bounds[axis + 3], at);
  }
  return bounds;
}

import type { AttributeInfo, LayerInfo } from '../../model/city/manifest.ts';
import { MessageError } from '../../model/text/message.ts';
import { textOf } from '../../readers/shared/utf8.ts';
import { bakeMessage } from '../messages.ts';
import type { InputColumn, LayerInput } from '../model.ts';
import { numberRange } from './columns.ts';
import { shapeOf } from './make-tile.ts';

/** Surfaces that enclose no area, and the first row that has one: the same whatever thread made which tile. */
export interface DroppedSurfaces {
  count: number;
  row: number;
}

/** What the manifest lists of a layer. */
export function layerInfo(
  layer: LayerInput,
  attributes: LayerInfo['attributes'],
  gidBase: number,
  box: LayerInfo['boundsM'],
  dropped: DroppedSurfaces,
): LayerInfo {
  const at = `layers/${layer.id}`;
  const problems = [...layer.problems];
  if (dropped.count > 0) {
    const { ids } = layer.features;
    const id = textOf(ids.bytes, ids.offsets[dropped.row], ids.offsets[dropped.row + 1]);
    const example = `${layer.id}#${id}: expected surfaces that enclose an area, got one that does not; left out`;
    problems.push({ code: 'surface-without-area', count: dropped.count, example });
  }
  return {
    id: layer.id,
    kind: layer.kind,
    shape: shapeOf(layer),
    group: layer.group,
    label: layer.label,
    cimLevel: layer.cimLevel,
    state: layer.state,
    shownAtStart: layer.shownAtStart,
    tileset: `${at}/tileset.json`,
    gidBase,
    count: layer.features.count,
    boundsM: box,
    sorted: `${at}/sorted.bin`,
    places: `${at}/places.bin`,
    attributes,
    ...(layer.colour ? { colour: layer.colour } : {}),
    source: layer.source,
    assumptions: layer.assumptions,
    problems,
  };
}

/** What the manifest lists of a column of a layer; the file is below the city's folder. */
export function attributeOf(layer: LayerInput, column: InputColumn): AttributeInfo {
  if (!/^[A-Za-z0-9_:.-]+$/.test(column.name) || column.name === 'id' || column.name.startsWith('.')) {
    throw new MessageError(bakeMessage('column-name', { layer: layer.id, got: column.name }));
  }
  const file = `layers/${layer.id}/columns/${column.name.replaceAll(':', '_')}.bin`;
  const stated = layer.attributes.find((attribute) => attribute.name === column.name);
  const plain = {
    name: column.name,
    type:
      column.type === 'string'
        ? ('string' as const)
        : column.type === 'uint32'
          ? ('integer' as const)
          : ('number' as const),
    label: { zh: column.name, en: column.name },
  };
  return { ...(stated ?? plain), file, ...(column.type === 'string' ? {} : { range: numberRange(column) }) };
}

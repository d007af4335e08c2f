import type { AttributeInfo, LayerInfo } from '../../model/city/manifest.ts';
import { MessageError } from '../../model/text/message.ts';
import { groundMatter } from '../infer/ground-matter.ts';
import { bakeMessage } from '../messages.ts';
import type { InputColumn, LayerInput } from '../model.ts';
import { numberRange } from './columns.ts';
import { shapeOf } from './make-tile.ts';

/** What the manifest lists of a layer, without its attributes and its box, which are known when it is made. */
export function layerInfo(layer: LayerInput, gidBase: number): LayerInfo {
  const at = `layers/${layer.id}`;
  return {
    id: layer.id,
    kind: layer.kind,
    shape: shapeOf(layer),
    group: layer.group,
    label: layer.label,
    cimLevel: layer.cimLevel,
    state: layer.state,
    shownAtStart: layer.shownAtStart,
    ...(layer.liftM ? { liftM: layer.liftM } : {}),
    tileset: `${at}/tileset.json`,
    gidBase,
    count: layer.features.count,
    boundsM: [0, 0, 0, 0, 0, 0],
    sorted: `${at}/sorted.bin`,
    places: `${at}/places.bin`,
    attributes: [],
    ...(layer.roles ? { roles: layer.roles } : {}),
    ...(layer.colour ? { colour: layer.colour } : {}),
    ...(layer.decorates === undefined ? {} : { decorates: layer.decorates }),
    ...(groundMatter(layer) ? { hasMatter: true } : {}),
    source: layer.source,
    assumptions: layer.assumptions,
    problems: layer.problems,
  };
}

/** What is said of surfaces that enclose no area; `id`: of the first object that has one. */
export function droppedProblems(layer: string, { count, id }: { count: number; id: string }): LayerInfo['problems'] {
  if (count === 0) return [];
  const example = `${layer}#${id}: expected surfaces that enclose an area, got one that does not; left out`;
  return [{ code: 'surface-without-area', count, example }];
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

import { openRows, type ReadFile } from '../../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import type { ModelElement, ModelStorey } from '../../../readers/ifc/building-model.ts';

/** What rules may ask of an element, of a model that was opened and of a layer's row alike. */
export type LinkedElement = Pick<
  ModelElement,
  'globalId' | 'ifcClass' | 'name' | 'tag' | 'storey' | 'materials' | 'codes' | 'zones' | 'properties'
>;

export interface LinkedModel {
  elements: readonly LinkedElement[];
  storeys: readonly Pick<ModelStorey, 'name'>[];
}

/** Columns that a rule asks by name; the others are properties. The city's pits and temporary works tell a `part` in place of a class. */
const SUMMARISED_ATTRIBUTES = new Set(['name', 'nameEn', 'class', 'part', 'code', 'material', 'storey', 'zone', 'tag']);

/** The rows of a layer of elements as its columns have them, storeys in the order of the rows. */
export async function readLinkedLayer(layer: LayerInfo, read: ReadFile): Promise<LinkedModel> {
  const names = layer.attributes.map(({ name }) => name);
  const rows = await openRows(layer, read, names);
  const others = names.filter((name) => !SUMMARISED_ATTRIBUTES.has(name));
  const storeys = new Map<string, number>();
  const elements = Array.from({ length: layer.count }, (_, row): LinkedElement => {
    const text = (name: string) => rows.text(name, row) ?? '';
    const list = (name: string) => [text(name)].filter((one) => one !== '');
    const { id, name } = rows.thing(row);
    const storey = text('storey');
    if (storey !== '' && !storeys.has(storey)) storeys.set(storey, storeys.size);
    return {
      globalId: id,
      ifcClass: text('class') || text('part'),
      tag: text('tag'),
      name: name.en === name.zh ? name.zh : `${name.zh}｜${name.en}`,
      storey: storeys.get(storey) ?? null,
      materials: list('material'),
      codes: list('code'),
      zones: list('zone'),
      properties: new Map(
        others.flatMap((other): [string, string | number][] => {
          const value = rows.text(other, row) ?? rows.number(other, row);
          return value === null ? [] : [[other, value]];
        }),
      ),
    };
  });
  return { elements, storeys: [...storeys.keys()].map((name) => ({ name })) };
}

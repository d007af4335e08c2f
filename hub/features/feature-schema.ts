import { isAreaLayer } from '../../model/city/layer-areas.ts';
import type { AttributeInfo, LayerInfo } from '../../model/city/manifest.ts';
import { GEOMETRY } from './feature-query.ts';

const JSON_TYPES: Readonly<Record<AttributeInfo['type'], string>> = {
  string: 'string',
  code: 'string',
  number: 'number',
  integer: 'integer',
};

/** Attributes with type, words, unit (UCUM) and values; one may be filtered by each of them and by the geometry. */
export function schemaOf(layer: LayerInfo, id: string): object {
  const properties = layer.attributes.map(({ name, type, label, unit, values }) => [
    name,
    {
      type: JSON_TYPES[type],
      title: label.zh,
      description: unit ? `${label.en}, ${unit}` : label.en,
      ...(unit ? { 'x-ogc-unit': unit, 'x-ogc-unitLang': 'UCUM' } : {}),
      ...(values ? { enum: Object.keys(values) } : {}),
    },
  ]);
  const format = isAreaLayer(layer) ? 'geometry-polygon-or-multipolygon' : 'geometry-any';
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    type: 'object',
    title: layer.label.en,
    properties: Object.fromEntries([...properties, [GEOMETRY, { format, 'x-ogc-role': 'primary-geometry' }]]),
    additionalProperties: false,
  };
}

import { type Associations, associationsOf } from './associations.ts';
import type { ModelElement, ModelStorey } from './building-model.ts';
import { idOf, type Line, type Lines, listOf, numberOf, plain, textOf } from './lines.ts';
import { type IfcUnits, sizeOf } from './units.ts';

/** An element may carry this many single properties; a set beyond is no description. */
const MAX_SINGLE_PROPERTIES = 400;
const MAX_LEVELS = 20;

/** What the lines of a file say of its elements, gathered before any geometry is cut. */
export interface Facts extends Associations {
  storeys: ModelStorey[];
  /** Element's line number → index in `storeys`. */
  storeyOf: Map<number, number>;
  properties: Map<number, ModelElement['properties']>;
  stated: Map<number, NonNullable<ModelElement['stated']>>;
}

/** Storeys, properties and stated volumes of the whole file by the line numbers of elements. */
export function factsOf(lines: Lines, units: IfcUnits): Facts {
  const parents = parentsOf(lines);
  const storeys: ModelStorey[] = [];
  const indexOf = new Map<number, number>();
  for (const line of lines.ofClass('IfcBuildingStorey')) {
    indexOf.set(idOf(line), storeys.length);
    const elevation = numberOf(line.Elevation);
    storeys.push({
      globalId: textOf(line.GlobalId),
      name: textOf(line.Name) || textOf(line.LongName),
      elevationM: elevation === null ? null : elevation * units.lengthM,
    });
  }
  const storeyOf = new Map<number, number>();
  for (const child of parents.keys()) {
    let at: number | undefined = child;
    for (let level = 0; at !== undefined && level < MAX_LEVELS; level++) {
      const storey = indexOf.get(at);
      if (storey !== undefined) {
        storeyOf.set(child, storey);
        break;
      }
      at = parents.get(at);
    }
  }
  return { storeys, storeyOf, ...definitionsOf(lines, units), ...associationsOf(lines) };
}

/** Containment first; parts of a stair, fillings of an opening and openings of a wall lie where their whole does. */
function parentsOf(lines: Lines): Map<number, number> {
  const parents = new Map<number, number>();
  const take = (relation: string, children: string, parent: string) => {
    for (const line of lines.ofClass(relation)) {
      const above = plain(line[parent]);
      const below = Array.isArray(line[children]) ? line[children] : [line[children]];
      for (const child of below.map(plain))
        if (typeof child === 'number' && typeof above === 'number' && !parents.has(child)) parents.set(child, above);
    }
  };
  take('IfcRelContainedInSpatialStructure', 'RelatedElements', 'RelatingStructure');
  take('IfcRelAggregates', 'RelatedObjects', 'RelatingObject');
  take('IfcRelNests', 'RelatedObjects', 'RelatingObject');
  take('IfcRelFillsElement', 'RelatedBuildingElement', 'RelatingOpeningElement');
  take('IfcRelVoidsElement', 'RelatedOpeningElement', 'RelatingBuildingElement');
  return parents;
}

interface Definition {
  values: [string, string | number | boolean][];
  stated: NonNullable<ModelElement['stated']> | null;
}

/** Each set is read once, however many elements share it. */
function definitionsOf(lines: Lines, units: IfcUnits): Pick<Facts, 'properties' | 'stated'> {
  const properties: Facts['properties'] = new Map();
  const stated: Facts['stated'] = new Map();
  const read = new Map<unknown, Definition>();
  for (const relation of lines.ofClass('IfcRelDefinesByProperties')) {
    const number = plain(relation.RelatingPropertyDefinition);
    let definition = read.get(number);
    if (!definition) {
      definition = definitionOf(lines, lines.at(relation.RelatingPropertyDefinition), units);
      read.set(number, definition);
    }
    for (const element of listOf(relation.RelatedObjects).map(plain)) {
      if (typeof element !== 'number') continue;
      const own: ModelElement['properties'] = properties.get(element) ?? new Map();
      properties.set(element, own);
      for (const [name, value] of definition.values) if (own.size < MAX_SINGLE_PROPERTIES) own.set(name, value);
      const before = stated.get(element);
      if (definition.stated && before?.name !== 'NetVolume') stated.set(element, definition.stated);
    }
  }
  return { properties, stated };
}

function definitionOf(lines: Lines, line: Line | null, units: IfcUnits): Definition {
  const definition: Definition = { values: [], stated: null };
  if (!line) return definition;
  const set = textOf(line.Name);
  for (const reference of listOf(line.HasProperties)) {
    const property = lines.at(reference);
    const value = plain(property?.NominalValue);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      definition.values.push([`${set}.${textOf(property?.Name)}`, value]);
  }
  for (const reference of listOf(line.Quantities)) {
    const quantity = lines.at(reference);
    const volume = numberOf(quantity?.VolumeValue);
    const name = textOf(quantity?.Name);
    if (volume === null || (name !== 'NetVolume' && name !== 'GrossVolume')) continue;
    if (name === 'NetVolume' || !definition.stated)
      definition.stated = { name, volumeM3: volume * volumeUnitOf(lines, quantity, units) };
  }
  return definition;
}

/** A quantity may bring its own unit. */
function volumeUnitOf(lines: Lines, quantity: Line | null, units: IfcUnits): number {
  const own = quantity && lines.at(quantity.Unit);
  return (own && sizeOf(lines, own)) ?? units.volumeM3;
}

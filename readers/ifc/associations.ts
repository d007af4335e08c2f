import { idOf, type Line, type Lines, listOf, plain, textOf } from './lines.ts';

/** What a file associates with an element, its type's included: names of materials, codes of classifications, zones, systems and groups. */
export interface Associations {
  materials: Map<number, string[]>;
  codes: Map<number, string[]>;
  zones: Map<number, string[]>;
}

/** By the line numbers of elements. */
export function associationsOf(lines: Lines): Associations {
  const byType = lines.ofClass('IfcRelDefinesByType');
  const gather = (relation: string, relating: string, namesOf: (line: Line | null) => string[]) => {
    const known = new Map<unknown, string[]>();
    const names = new Map<number, string[]>();
    for (const line of lines.ofClass(relation)) {
      const number = plain(line[relating]);
      const own = known.get(number) ?? namesOf(lines.at(line[relating]));
      known.set(number, own);
      for (const element of listOf(line.RelatedObjects).map(plain)) add(names, element, own);
    }
    for (const line of byType) {
      const ofType = names.get(Number(plain(line.RelatingType)));
      if (ofType) for (const element of listOf(line.RelatedObjects).map(plain)) add(names, element, ofType);
    }
    return names;
  };
  return {
    materials: gather('IfcRelAssociatesMaterial', 'RelatingMaterial', (line) => materialNames(lines, line, 0)),
    codes: gather('IfcRelAssociatesClassification', 'RelatingClassification', (line) =>
      nonEmptyName(textOf(line?.Identification) || textOf(line?.ItemReference) || textOf(line?.Name)),
    ),
    zones: gather('IfcRelAssignsToGroup', 'RelatingGroup', (line) => nonEmptyName(textOf(line?.Name))),
  };
}

function add(names: Map<number, string[]>, element: unknown, more: readonly string[]): void {
  if (typeof element !== 'number' || more.length === 0) return;
  names.set(element, [...new Set([...(names.get(element) ?? []), ...more])]);
}

const nonEmptyName = (name: string): string[] => (name === '' ? [] : [name]);

/** A usage leads to a set, a set to its layers, profiles or constituents, and those to materials. */
const INWARDS = [
  ...['ForLayerSet', 'ForProfileSet', 'MaterialLayers', 'MaterialProfiles', 'MaterialConstituents'],
  ...['Materials', 'Material'],
];
const MAX_LEVELS = 4;

function materialNames(lines: Lines, line: Line | null, level: number): string[] {
  if (!line || level > MAX_LEVELS || idOf(line) < 0) return [];
  const inwards = INWARDS.flatMap((key) => (Array.isArray(line[key]) ? line[key] : [line[key]])).filter(
    (reference) => typeof plain(reference) === 'number',
  );
  if (inwards.length === 0) return nonEmptyName(textOf(line.Name));
  return [...new Set(inwards.flatMap((reference) => materialNames(lines, lines.at(reference), level + 1)))];
}

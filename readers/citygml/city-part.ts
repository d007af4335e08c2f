import type { CityJsonPart, CityObject } from '../cityjson/city-objects.ts';
import { Float64List } from '../shared/growable.ts';
import type { Json } from '../shared/json.ts';
import type { Problems } from '../shared/problems.ts';
import { attributesOf } from './attributes.ts';
import { type GmlNode, linkOf } from './gml-node.ts';

/** Surfaces that have a meaning of their own and no geometry besides what the object has: CityJSON's semantic surfaces. */
const THEMATIC = /(Surface|^Door|^Window|TrafficArea)$/;
/** Surfaces of GML itself. */
const GML_SURFACES = /^(Multi|Composite|Orientable|Triangulated|Polyhedral|Textured)?Surface$/;
/** Objects that parts of a city object are, whether they have a geometry or not. */
const PARTS = /(Part|Installation|Room|Furniture|ConstructiveElement|ConstructionElement|Storey|BuildingUnit|Relief)$/;
/** Links from surface to surface: longer chains are circles. */
const MAX_LINKS = 16;

/** A polygon of an object, with the thematic surface that it is of. */
interface Face {
  polygon: GmlNode;
  isReversed: boolean;
  type: string | null;
}

/** What links name beyond the object that they stand in. */
export interface GmlLinks {
  /** By id, from a pass before. */
  known: ReadonlyMap<string, GmlNode>;
  missing: Set<string>;
}

/** A city object as CityJSON has it: the same reader goes on with it, so that levels of detail, parts and classes are chosen by one rule. */
export function cityPartOf(member: GmlNode, file: string, links: GmlLinks, problems: Problems): CityJsonPart {
  return new PartMaker(file, links, problems).part(member);
}

class PartMaker {
  readonly #file: string;
  readonly #links: GmlLinks;
  readonly #problems: Problems;
  readonly #objects = new Map<string, CityObject>();
  readonly #xy = new Float64List(256);
  readonly #zM = new Float64List(128);
  readonly #byId = new Map<string, GmlNode>();

  constructor(file: string, links: GmlLinks, problems: Problems) {
    this.#file = file;
    this.#links = links;
    this.#problems = problems;
  }

  part(member: GmlNode): CityJsonPart {
    eachNode(member, (node) => {
      const id = idOf(node);
      if (id) this.#byId.set(id, node);
    });
    this.#object(member, null);
    return { line: member.line, objects: this.#objects, xy: this.#xy.view(), zM: this.#zM.view() };
  }

  #object(node: GmlNode, parent: string | null): string {
    const id = idOf(node);
    const key = this.#objects.has(id) || id === '' ? `${node.name}~${this.#objects.size + 1}` : id;
    const faces = new Map<number, Map<GmlNode, Face>>();
    const children: string[] = [];
    const object: CityObject & { children: string[] } = {
      id: id || key,
      type: node.name,
      attributes: null,
      parents: parent === null ? [] : [parent],
      children,
      lod: -1,
      geometries: [],
    };
    this.#objects.set(key, object);
    const values: GmlNode[] = [];
    for (const property of node.children) this.#property(node, property, null, faces, values, children, key);
    object.attributes = attributesOf(values);
    const lod = [...faces].reduce(
      (highest, [level, found]) => (found.size > 0 ? Math.max(highest, level) : highest),
      -1,
    );
    if (lod >= 0) {
      object.lod = lod;
      object.geometries = [this.#geometry(facesOf(faces.get(lod)), lod)];
    }
    return key;
  }

  /** What one property of an object, or of a thematic surface of it, brings: faces, parts or a value. */
  #property(
    owner: GmlNode,
    property: GmlNode,
    type: string | null,
    faces: Map<number, Map<GmlNode, Face>>,
    values: GmlNode[],
    children: string[],
    key: string,
  ): void {
    const level = levelOf(owner, property);
    if (level !== null) {
      this.#faces(property, level, type, faces);
      return;
    }
    const linked = linkOf(property);
    const inner = property.children.length === 0 && linked ? this.#resolved(linked) : property.children;
    let isValue = true;
    for (const value of inner) {
      if (THEMATIC.test(value.name) && !GML_SURFACES.test(value.name)) {
        isValue = false;
        for (const below of value.children) this.#property(value, below, value.name, faces, [], children, key);
      } else if (type === null && value.name !== 'Envelope' && (PARTS.test(value.name) || hasPolygons(value))) {
        isValue = false;
        children.push(this.#object(value, key));
      }
    }
    if (isValue && type === null && property.name !== 'boundedBy') values.push(property);
  }

  #faces(property: GmlNode, level: number, type: string | null, faces: Map<number, Map<GmlNode, Face>>): void {
    if (/Implicit/.test(property.name)) {
      this.#notDrawn('implicit-geometry', property, 'surfaces, got an implicit geometry');
      return;
    }
    if (/(Curve|Point|TerrainIntersection|Network)/.test(property.name)) {
      this.#notDrawn('geometry-type', property, `surfaces or solids, got "${property.name}"`);
      return;
    }
    const found = faces.get(level) ?? new Map<GmlNode, Face>();
    faces.set(level, found);
    this.#collect(property, false, type, found, 0);
  }

  #notDrawn(code: string, { line }: GmlNode, what: string): void {
    this.#problems.report(code, () => `${this.#file}:${line}: expected ${what}; not drawn`);
  }

  /** Every polygon below, each once: a solid mostly names those of the walls and roofs again. */
  #collect(node: GmlNode, isReversed: boolean, type: string | null, found: Map<GmlNode, Face>, links: number): void {
    if (node.rings) {
      const known = found.get(node);
      if (!known) found.set(node, { polygon: node, isReversed, type });
      else if (type !== null && known.type === null) found.set(node, { polygon: node, isReversed, type });
      return;
    }
    const turned = node.name === 'OrientableSurface' && node.attributes.orientation === '-' ? !isReversed : isReversed;
    const link = linkOf(node);
    if (link && node.children.length === 0 && links < MAX_LINKS)
      for (const target of this.#resolved(link)) this.#collect(target, turned, type, found, links + 1);
    for (const child of node.children) this.#collect(child, turned, type, found, links);
  }

  #resolved(id: string): GmlNode[] {
    const node = this.#byId.get(id) ?? this.#links.known.get(id);
    if (node) return [node];
    this.#links.missing.add(id);
    return [];
  }

  #geometry(faces: readonly Face[], lod: number): Json {
    const types = [...new Set(faces.map(({ type }) => type))].filter((type) => type !== null);
    return {
      type: 'MultiSurface',
      lod: String(lod),
      boundaries: faces.map(({ polygon, isReversed }) =>
        (polygon.rings ?? []).map((ring) => this.#ring(ring, isReversed)),
      ),
      semantics: {
        surfaces: types.map((type) => ({ type: type.replace(/^(Door|Window)Surface$/, '$1') })),
        values: faces.map(({ type }) => (type === null ? null : types.indexOf(type))),
      },
    };
  }

  #ring(ring: Float64Array, isReversed: boolean): number[] {
    const first = this.#zM.length;
    for (let i = 0; i < ring.length; i += 3) {
      this.#xy.push(ring[i]);
      this.#xy.push(ring[i + 1]);
      this.#zM.push(ring[i + 2]);
    }
    const indices = Array.from({ length: ring.length / 3 }, (_, i) => first + i);
    return isReversed ? indices.reverse() : indices;
  }
}

/** Thematic surfaces, and of the object's own geometry what they have not: some programs write every polygon twice, once in a solid. */
function facesOf(found: ReadonlyMap<GmlNode, Face> | undefined): Face[] {
  const all = [...(found?.values() ?? [])];
  const thematic = all.filter(({ type }) => type !== null);
  if (thematic.length === 0 || thematic.length === all.length) return all;
  const known = new Set(thematic.map(({ polygon }) => cornersOf(polygon)));
  return all.filter(({ type, polygon }) => type !== null || !known.has(cornersOf(polygon)));
}

/** The same for two polygons of the same corners, wherever they begin and whichever way they turn. */
function cornersOf({ rings }: GmlNode): string {
  const corners: string[] = [];
  for (const ring of rings ?? [])
    for (let i = 0; i < ring.length; i += 3) corners.push(`${ring[i]},${ring[i + 1]},${ring[i + 2]}`);
  return corners.sort().join(' ');
}

/** Level of detail of a property that holds geometry, null for others. A relief's triangles have theirs beside them. */
function levelOf(owner: GmlNode, { name }: GmlNode): number | null {
  const level = /^lod([0-4])\D/.exec(name);
  if (level) return Number(level[1]);
  if (name !== 'tin') return null;
  return Number(owner.children.find((sibling) => sibling.name === 'lod')?.text) || 0;
}

const idOf = (node: GmlNode): string => node.attributes['gml:id'] ?? node.attributes.id ?? '';

function eachNode(node: GmlNode, take: (node: GmlNode) => void): void {
  take(node);
  for (const child of node.children) eachNode(child, take);
}

const hasPolygons = (node: GmlNode): boolean => node.rings !== null || node.children.some(hasPolygons);

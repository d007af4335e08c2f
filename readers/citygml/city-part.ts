import type { CityJsonPart, CityObject } from '../cityjson/city-objects.ts';
import type { LinearRgb } from '../ifc/meshes.ts';
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
  /** Colour of its material, null where it has none. */
  rgb: LinearRgb | null;
}

/** Tells what the way down to a polygon says of it. */
type Above = Omit<Face, 'polygon'>;

/** What links name beyond the object that they stand in. */
export interface GmlLinks {
  /** By id, from a pass before. */
  known: ReadonlyMap<string, GmlNode>;
  missing: Set<string>;
  /** Colours of surfaces by their id, from a pass before. */
  colours: ReadonlyMap<string, LinearRgb>;
  /** Objects without an id so far: they are numbered in the order of the file. */
  unnamed: number;
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
  readonly #z = new Float64List(128);
  readonly #ground = new Float64List(16);
  readonly #materials: LinearRgb[] = [];
  readonly #units = new Map<string, string>();
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
    return {
      line: member.line,
      objects: this.#objects,
      xy: this.#xy.view(),
      z: this.#z.view(),
      materials: this.#materials,
      units: this.#units,
      ground: this.#ground.view(),
    };
  }

  #object(node: GmlNode, parent: string | null): string {
    const id = idOf(node) || this.#made(node, parent);
    const key = this.#objects.has(id) ? `${id}~${this.#objects.size + 1}` : id;
    const faces = new Map<number, Map<GmlNode, Face>>();
    const children: string[] = [];
    const object: CityObject & { children: string[] } = {
      id,
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
    object.attributes = this.#attributes(values);
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

  #made({ name, line }: GmlNode, parent: string | null): string {
    const id = `${name}~${++this.#links.unnamed}`;
    if (parent === null)
      this.#problems.report('id-made', () => `${this.#file}:${line}: gml:id: expected one, got none; called ${id}`);
    return id;
  }

  #attributes(values: readonly GmlNode[]): Json {
    const { attributes, units } = attributesOf(values, (unit, { name, line }) =>
      this.#problems.report(
        'unit-unknown',
        () => `${this.#file}:${line}: ${name}: expected a unit of UCUM, got "${unit}"; kept as words`,
      ),
    );
    for (const [name, unit] of units) this.#units.set(name, unit);
    return attributes;
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
    if (/TerrainIntersection/.test(property.name) && property.children.length > 0) {
      for (const value of positionsBelow(property)) this.#ground.push(value);
      return;
    }
    if (/(Curve|Point|TerrainIntersection|Network)/.test(property.name)) {
      this.#notDrawn('geometry-type', property, `surfaces or solids, got "${property.name}"`);
      return;
    }
    const found = faces.get(level) ?? new Map<GmlNode, Face>();
    faces.set(level, found);
    const meant = type ?? OUTLINES[property.name] ?? null;
    this.#collect(property, { isReversed: false, type: meant, rgb: null }, found, 0);
  }

  #notDrawn(code: string, { line }: GmlNode, what: string): void {
    this.#problems.report(code, () => `${this.#file}:${line}: expected ${what}; not drawn`);
  }

  /** Every polygon below, each once: a solid mostly names those of the walls and roofs again. */
  #collect(node: GmlNode, above: Above, found: Map<GmlNode, Face>, links: number): void {
    const rgb = this.#links.colours.get(idOf(node)) ?? above.rgb;
    if (node.rings) {
      const known = found.get(node);
      if (!known || (above.type !== null && known.type === null))
        found.set(node, { ...above, polygon: node, rgb: rgb ?? known?.rgb ?? null });
      else if (known.rgb === null) known.rgb = rgb;
      return;
    }
    const isTurned = node.name === 'OrientableSurface' && node.attributes.orientation === '-';
    const below = { ...above, isReversed: above.isReversed !== isTurned, rgb };
    const link = linkOf(node);
    if (link && node.children.length === 0 && links < MAX_LINKS)
      for (const target of this.#resolved(link)) this.#collect(target, below, found, links + 1);
    for (const child of node.children) this.#collect(child, below, found, links);
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
      ...(faces.some(({ rgb }) => rgb)
        ? { material: { '': { values: faces.map(({ rgb }) => this.#material(rgb)) } } }
        : {}),
    };
  }

  #material(rgb: LinearRgb | null): number | null {
    if (!rgb) return null;
    const known = this.#materials.indexOf(rgb);
    return known < 0 ? this.#materials.push(rgb) - 1 : known;
  }

  #ring(ring: Float64Array, isReversed: boolean): number[] {
    const first = this.#z.length;
    for (let i = 0; i < ring.length; i += 3) {
      this.#xy.push(ring[i]);
      this.#xy.push(ring[i + 1]);
      this.#z.push(ring[i + 2]);
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

/** Tells what outlines are of, by the property that has them. */
const OUTLINES: Readonly<Record<string, string>> = { lod0FootPrint: 'GroundSurface', lod0RoofEdge: 'RoofSurface' };

/** Places of the lines below, three numbers each. */
function positionsBelow(node: GmlNode): number[] {
  const own = node.name === 'posList' || node.name === 'pos' ? node.text.trim().split(/\s+/).map(Number) : [];
  const whole = own.length % 3 === 0 ? own : [];
  return [...whole, ...node.children.flatMap(positionsBelow)];
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

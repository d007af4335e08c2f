import { arcPlaces, turnTo, wholeCircle } from '../../model/geo/plane/arc.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { crsOf } from '../shared/crs.ts';
import { FeatureBuilder, FeatureFault, type FeatureOptions } from '../shared/feature-builder.ts';
import { otherType } from '../shared/geometry-types.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { GeometryType, RawFeatures, ReadWatch } from '../shared/raw-features.ts';
import { tableOf } from '../shared/table-of.ts';
import { spiralPlaces } from './curves.ts';
import { all, find, type LandFile, type LandNode, landFileOf, planeFactor } from './land-file.ts';
import { landXmlMessage } from './messages.ts';

interface LandWish extends FeatureOptions, ReadWatch {
  table?: string | undefined;
  encoding?: string | undefined;
  crs?: string | undefined;
  assumedCrs?: string | undefined;
}

/** What a file may hold beside surfaces, by the name of its elements; of pipes and their manholes the network is a property. */
const TABLES: readonly { name: string; element: string; geometry: GeometryType }[] = [
  { name: 'Pipes', element: 'Pipe', geometry: 'line' },
  { name: 'Structures', element: 'Struct', geometry: 'point' },
  { name: 'Alignments', element: 'Alignment', geometry: 'line' },
  { name: 'Parcels', element: 'Parcel', geometry: 'polygon' },
  { name: 'PlanFeatures', element: 'PlanFeature', geometry: 'line' },
  { name: 'CgPoints', element: 'CgPoint', geometry: 'point' },
];
const WORD_OF = { polygon: 'Polygon', line: 'LineString', point: 'Point' } as const;

/** One kind of a file's objects (LandXML 1.2): places stand north before east. Heights and diameters come in metres and millimetres. */
export async function readLandXml(source: ByteSource, wish: LandWish, problems: Problems): Promise<RawFeatures> {
  const land = await landFileOf(source, wish);
  const { file, root } = land;
  const tables = TABLES.filter(({ element }) => !all(root, element).next().done);
  if (tables.length === 0) {
    const names = land.surfaces.map(({ name }) => name).join(', ');
    throw new ReadError(landXmlMessage('only-surfaces', { file, names }));
  }
  const { element, geometry } = tableOf(tables, wish.table, file);
  const drawing = new Drawing(land);
  const system = wish.crs ?? land.crs ?? wish.assumedCrs;
  const factor = system === undefined ? 1 : planeFactor(land, await crsOf(system, file));
  const builder = new FeatureBuilder(file, wish, problems);
  for (const node of all(root, element)) {
    const gather = (): void => {
      if (wish.geometry !== geometry) throw otherType(wish.geometry, WORD_OF[geometry]);
      const lines = drawing.linesOf(node);
      for (const line of lines) {
        for (const [east, north] of line) builder.position(east * factor, north * factor);
        builder.endRing();
        if (geometry === 'polygon') builder.endPart();
      }
      builder.endPart();
      for (const [name, value] of drawing.propertiesOf(node)) builder.value(name, value);
    };
    builder.feature(node.line, gather, true);
  }
  return builder.finish(land.crs);
}

class Drawing {
  readonly #land: LandFile;
  readonly #points = new Map<string, LandNode>();
  readonly #structures = new Map<string, LandNode>();
  readonly #networkOf = new Map<LandNode, string>();

  constructor(land: LandFile) {
    this.#land = land;
    for (const node of all(land.root, 'CgPoint')) this.#points.set(node.attributes.name ?? '', node);
    for (const network of all(land.root, 'PipeNetwork')) {
      const name = network.attributes.name ?? '';
      for (const node of all(network, 'Struct')) {
        this.#networkOf.set(node, name);
        this.#structures.set(keyOf(name, node.attributes.name), node);
      }
      for (const node of all(network, 'Pipe')) this.#networkOf.set(node, name);
    }
  }

  linesOf(node: LandNode): Point[][] {
    if (node.name === 'Pipe') return [[this.#end(node, 'refStart'), ...this.#bends(node), this.#end(node, 'refEnd')]];
    if (node.name === 'Struct') return [[this.#place(find(node, 'Center'), node)]];
    if (node.name === 'CgPoint') return [[this.#place(node, node)]];
    return [...all(node, 'CoordGeom')].map((geometry) => this.#drawn(geometry));
  }

  /** Attributes of the element as they are, and what a layer of pipes needs in metres and millimetres. */
  *propertiesOf(node: LandNode): Generator<[name: string, value: unknown]> {
    for (const [name, text] of Object.entries(node.attributes)) yield [name, numberOrText(text)];
    const network = this.#networkOf.get(node);
    if (network !== undefined) yield ['network', network];
    if (node.name === 'Pipe') yield* this.#pipe(node);
    if (node.name !== 'Struct') return;
    for (const [name, attribute] of [
      ['rimM', 'elevRim'],
      ['sumpM', 'elevSump'],
    ])
      yield [name, this.#height(node.attributes[attribute])];
  }

  *#pipe(node: LandNode): Generator<[name: string, value: unknown]> {
    const { unitM, diameterUnitM } = this.#land;
    const round = find(node, 'CircPipe')?.attributes.diameter;
    if (round !== undefined) yield ['diameter', Number(round) * diameterUnitM * 1000];
    const box = (find(node, 'RectPipe') ?? find(node, 'EggPipe') ?? find(node, 'ElliPipe'))?.attributes;
    if (box) {
      yield ['boxWidth', Number(box.width ?? box.span) * unitM];
      yield ['boxHeight', Number(box.height) * unitM];
    }
    yield ['upstreamInvert', this.#invert(node, 'refStart')];
    yield ['downstreamInvert', this.#invert(node, 'refEnd')];
  }

  /** A manhole says of each pipe at it how high it comes in or goes out. */
  #invert(pipe: LandNode, end: 'refStart' | 'refEnd'): number | null {
    const structure = this.#structure(pipe, end);
    const invert = structure?.children.find(
      ({ name, attributes }) => name === 'Invert' && attributes.refPipe === pipe.attributes.name,
    );
    return this.#height(invert?.attributes.elev);
  }

  #height(text: string | undefined): number | null {
    return text === undefined || text.trim() === '' ? null : Number(text) * this.#land.heightUnitM;
  }

  #structure(pipe: LandNode, end: 'refStart' | 'refEnd'): LandNode | undefined {
    return this.#structures.get(keyOf(this.#networkOf.get(pipe) ?? '', pipe.attributes[end]));
  }

  #end(pipe: LandNode, end: 'refStart' | 'refEnd'): Point {
    const structure = this.#structure(pipe, end);
    if (structure) return this.#place(find(structure, 'Center'), structure);
    const got = pipe.attributes[end] ?? 'none';
    throw new FeatureFault('landxml-end', `Pipe ${pipe.attributes.name}: ${end}: expected a Struct, got "${got}"`);
  }

  #bends(pipe: LandNode): Point[] {
    return pipe.children.filter(({ name }) => name === 'Center').map((node) => this.#place(node, pipe));
  }

  /** Returns the position of an element that has it as its text, or names a point of the file. */
  #place(node: LandNode | undefined, of: LandNode): Point {
    const named = node?.attributes.pntRef === undefined ? node : this.#points.get(node.attributes.pntRef);
    const [north, east] = (named?.text ?? '').trim().split(/\s+/).map(Number);
    if (Number.isFinite(north) && Number.isFinite(east)) return [east, north];
    throw new FeatureFault(
      'landxml-place',
      `${of.name} ${of.attributes.name ?? ''}: expected north and east, got "${(named?.text ?? '').slice(0, 40)}"`,
    );
  }

  /** Lines, arcs and transitions one behind the other; each begins where the one before ends. */
  #drawn(geometry: LandNode): Point[] {
    const places: Point[] = [];
    const add = (place: Point) => {
      const last = places.at(-1);
      if (!last || last[0] !== place[0] || last[1] !== place[1]) places.push(place);
    };
    for (const piece of geometry.children) {
      const at = (name: string) => this.#place(find(piece, name), piece);
      if (!['Line', 'Curve', 'Spiral', 'IrregularLine'].includes(piece.name)) continue;
      const start = at('Start');
      add(start);
      for (const place of this.#piece(piece, start, at)) add(place);
    }
    return places;
  }

  #piece(piece: LandNode, start: Point, at: (name: string) => Point): Point[] {
    const isClockwise = piece.attributes.rot !== 'ccw';
    if (piece.name === 'Line') return [at('End')];
    if (piece.name === 'Curve') return curvePlaces(start, at('Center'), at('End'), isClockwise);
    if (piece.name === 'Spiral') {
      const curvature = (text: string | undefined) => (Number(text) > 0 ? (isClockwise ? -1 : 1) / Number(text) : 0);
      const { length, radiusStart, radiusEnd } = piece.attributes;
      return spiralPlaces({
        start,
        intersection: at('PI'),
        end: at('End'),
        length: Number(length),
        startCurvature: curvature(radiusStart),
        endCurvature: curvature(radiusEnd),
      });
    }
    const list = find(piece, 'PntList2D') ?? find(piece, 'PntList3D');
    const each = list?.name === 'PntList3D' ? 3 : 2;
    const numbers = (list?.text ?? '').trim().split(/\s+/).map(Number);
    const places = Array.from(
      { length: Math.floor(numbers.length / each) },
      (_, k): Point => [numbers[each * k + 1], numbers[each * k]],
    );
    return [...places, at('End')];
  }
}

const keyOf = (network: string, name: string | undefined): string => JSON.stringify([network, name ?? '']);

const numberOrText = (text: string): unknown => {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : text;
};

/** Places of an arc behind its start; the last is the end as it is stated. */
function curvePlaces(start: Point, centre: Point, end: Point, isClockwise: boolean): Point[] {
  const circle = wholeCircle(centre, start);
  const leftRad = turnTo(circle.startRad, Math.atan2(end[1] - centre[1], end[0] - centre[0]));
  const turnRad = isClockwise ? leftRad - circle.turnRad : leftRad;
  return [...arcPlaces({ ...circle, turnRad }).slice(1, -1), end];
}

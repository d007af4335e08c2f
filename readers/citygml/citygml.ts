import { type Crs, CrsError } from '../../model/geo/crs.ts';
import { statedHeightUnitM } from '../../model/geo/height-unit.ts';
import { modelOfCity } from '../cityjson/building-model.ts';
import type { CityJsonPart } from '../cityjson/city-objects.ts';
import { CitySurfaces } from '../cityjson/city-surfaces.ts';
import { type BuildingModel, ModelError } from '../ifc/building-model.ts';
import { DEFAULT_MODEL_LIMITS, type ModelLimits } from '../ifc/read-ifc.ts';
import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { crsOf } from '../shared/crs.ts';
import { CoordinateExtent } from '../shared/model-space.ts';
import { Problems, quote, ReadError } from '../shared/problems.ts';
import type { RawSurfaces } from '../shared/raw-features.ts';
import { uomOf } from '../shared/uom.ts';
import { cityPartOf, type GmlLinks } from './city-part.ts';
import { systemOf } from './crs-name.ts';
import { cityObjectsOf, type GmlHead } from './gml-file.ts';
import type { GmlNode } from './gml-node.ts';
import { cityGmlMessage } from './messages.ts';

type SurfaceWish = Pick<ReadOptions, 'objectTypes' | 'crs' | 'assumedCrs' | 'encoding' | 'signal' | 'onProgress'>;

/**
 * CityGML 1.0 to 3.0 as a layer of surfaces, with the rules of CityJSON. Textures, implicit geometries and curves are not read: each is
 * counted. Links reach over the whole file, and materials may stand behind what wears them: a file that has any is read a second time.
 */
export async function readCityGml(source: ByteSource, wish: SurfaceWish, problems: Problems): Promise<RawSurfaces> {
  const links = newLinks();
  const first = await pass(source, wish, links);
  const { colours } = first;
  if (links.missing.size === 0 && colours.size === 0) return first.surfaces(problems);
  const known = links.missing.size === 0 ? links.known : await nodesById(source, wish, links.missing);
  const second = await pass(source, wish, { ...newLinks(), known, colours });
  const unknown = [...links.missing].filter((id) => !known.has(id));
  if (unknown.length > 0)
    second.problems.report(
      'link-missing',
      () => `${source.name}: xlink:href: expected an element with the gml:id "${unknown[0]}", got none`,
      unknown.length,
    );
  return second.surfaces(problems);
}

const newLinks = (): GmlLinks => ({ known: new Map(), missing: new Set(), colours: new Map(), unnamed: 0 });

interface Pass {
  problems: Problems;
  colours: GmlHead['colours'];
  /** The layer, or why there is none; `into` takes the problems. */
  surfaces(into: Problems): RawSurfaces;
}

async function pass(source: ByteSource, wish: SurfaceWish, links: GmlLinks): Promise<Pass> {
  const problems = new Problems();
  const head = newHead();
  const { name: file } = source;
  const extent = new CoordinateExtent();
  let place: Place | null = null;
  let layer: CitySurfaces | null = null;
  for await (const member of cityObjectsOf(source, head, wish)) {
    const part = cityPartOf(member, file, links, problems);
    place ??= await placeOf(head, wish, file, part);
    if (place.isLatitudeFirst) swapAxes(part);
    if (!place.crs) {
      extent.take(part.xy);
      continue;
    }
    layer ??= new CitySurfaces(file, place.crs, statedUnitOf(head, wish.crs), wish.objectTypes, problems);
    layer.take(part);
  }
  reportHead(head, file, problems);
  const found = place;
  return {
    problems,
    colours: head.colours,
    surfaces(into) {
      into.add(problems);
      if (found && !found.crs) extent.refuseModelSpace(file, null);
      if (found?.fault) throw found.fault;
      if (!layer || !found) throw new ReadError(cityGmlMessage('no-objects', { file }));
      if (head.otherSrsName && wish.crs === undefined) refuseOther(head.srsName ?? '', head.otherSrsName, file);
      return { ...layer.finish(wish.crs !== undefined), crsAssumed: found.isAssumed };
    },
  };
}

const newHead = (): GmlHead => ({
  version: '',
  srsName: null,
  otherSrsName: null,
  paints: new Map(),
  colours: new Map(),
  axisUnits: null,
  flat: 0,
  splines: 0,
});

/** Metres of a unit of heights as a person's system, the file's or the labels of its axes have it; null where none of them says. */
function statedUnitOf({ srsName, axisUnits }: GmlHead, crs: string | undefined): number | null {
  const [, , label] = axisUnits?.trim().split(/\s+/) ?? [];
  const labelled = label === undefined ? null : uomOf(label);
  return (
    statedHeightUnitM(crs ?? '') ??
    statedHeightUnitM(srsName ?? '') ??
    (labelled?.unit === 'm' ? labelled.factor : null)
  );
}

/** Several spellings of one system are one. */
function refuseOther(first: string, second: string, file: string): void {
  if (systemOf(first) !== systemOf(second))
    throw new ReadError(cityGmlMessage('two-crs', { file, first: quote(first, 80), second: quote(second, 80) }));
}

function reportHead({ paints, splines, flat }: GmlHead, file: string, problems: Problems): void {
  if (flat > 0)
    problems.report(
      'positions-flat',
      () => `${file}: srsDimension: expected positions of three numbers, got some of two; they stand at height 0`,
      flat,
    );
  const count = [...paints.values()].reduce((sum, one) => sum + one, 0);
  const kinds = [...paints].map(([kind, one]) => `${one} ${kind}`).join(', ');
  if (count > 0) problems.report('appearance', () => `${file}: expected colours alone, got ${kinds}; not drawn`, count);
  if (splines > 0)
    problems.report(
      'curve-straight',
      () => `${file}: expected lines and arcs, got splines; their points are joined`,
      splines,
    );
}

interface Place {
  /** Null where `fault` says why. */
  crs: Crs | null;
  fault: ReadError | null;
  isAssumed: boolean;
  isLatitudeFirst: boolean;
}

/** The system by the person, the file or the assumption; an unknown one is told only when it is clear that these are no model's numbers. */
async function placeOf(head: GmlHead, wish: SurfaceWish, file: string, { xy }: CityJsonPart): Promise<Place> {
  const stated = wish.crs ?? (head.srsName === null ? undefined : systemOf(head.srsName));
  const system = stated ?? wish.assumedCrs;
  if (system === undefined)
    return {
      crs: null,
      fault: new ReadError(cityGmlMessage('no-crs', { file })),
      isAssumed: false,
      isLatitudeFirst: false,
    };
  try {
    const crs = await crsOf(system, file);
    const isLatitudeFirst = crs.geographic && hasLatitudeFirst(head.srsName ?? system, xy);
    return { crs, fault: null, isAssumed: stated === undefined, isLatitudeFirst };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return { crs: null, fault: error, isAssumed: false, isLatitudeFirst: false };
  }
}

/** GML has the axes of the system's definition: latitude first in every geographic system of EPSG, unless the numbers cannot be latitudes. */
function hasLatitudeFirst(srsName: string, xy: Float64Array): boolean {
  if (/CRS\s*:?\s*84/i.test(srsName)) return false;
  return xy.every((value, i) => i % 2 === 1 || Math.abs(value) <= 90);
}

function swapAxes({ xy, ground }: CityJsonPart): void {
  swap(xy, 2);
  if (ground) swap(ground, 3);
}

/** Changes the first two numbers of each place. */
function swap(places: Float64Array, size: 2 | 3): void {
  for (let i = 0; i + 1 < places.length; i += size) {
    const first = places[i];
    places[i] = places[i + 1];
    places[i + 1] = first;
  }
}

/** Elements that links of other city objects name. */
async function nodesById(
  source: ByteSource,
  wish: SurfaceWish,
  ids: ReadonlySet<string>,
): Promise<Map<string, GmlNode>> {
  const found = new Map<string, GmlNode>();
  const collect = (node: GmlNode): void => {
    const id = node.attributes['gml:id'];
    if (id && ids.has(id)) found.set(id, node);
    for (const child of node.children) collect(child);
  };
  for await (const member of cityObjectsOf(source, newHead(), wish)) collect(member);
  return found;
}

/** CityGML as a building model, each part an element; see `readCityJsonModel`. Every failure is a ModelError. */
export async function readCityGmlModel(
  source: ByteSource,
  limits: ModelLimits = DEFAULT_MODEL_LIMITS,
): Promise<BuildingModel> {
  try {
    const first = await modelParts(source, limits, newLinks());
    const { colours } = first.head;
    const { head, parts, place } =
      colours.size > 0 ? await modelParts(source, limits, { ...newLinks(), colours }) : first;
    const referenceSystem = place?.crs?.name ?? null;
    const unitM = statedUnitOf(head, undefined);
    const city = { file: source.name, referenceSystem, parts: () => parts };
    return await modelOfCity(city, `CityGML ${head.version}`.trim(), limits, unitM);
  } catch (error) {
    throw error instanceof ReadError || error instanceof CrsError ? new ModelError(...error.messages) : error;
  }
}

async function modelParts(
  source: ByteSource,
  limits: ModelLimits,
  links: GmlLinks,
): Promise<{ head: GmlHead; parts: CityJsonPart[]; place: Place | null }> {
  const head = newHead();
  const parts: CityJsonPart[] = [];
  let place: Place | null = null;
  for await (const member of cityObjectsOf(source, head, { maxBytes: limits.mostBytes })) {
    const part = cityPartOf(member, source.name, links, new Problems());
    place ??= await placeOf(head, {}, source.name, part);
    if (place.isLatitudeFirst) swapAxes(part);
    parts.push(part);
  }
  return { head, parts, place };
}

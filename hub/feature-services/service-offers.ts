import type { FeatureServiceCrs } from '../../model/city/service-kinds.ts';
import { FEATURE_SERVICE_CRS, WMS_VERSIONS } from '../../model/city/service-kinds.ts';
import type { OfferingKind, ServiceOffer, ServiceOffers } from '../../model/city/service-offer.ts';
import { MessageError } from '../../model/text/message.ts';
import { type GmlElement, gmlElements } from './gml-nodes.ts';
import { withQuery } from './map-address.ts';
import { serviceMessage } from './messages.ts';
import { fetchJson, SERVICE_MS, shownOf } from './service-fetch.ts';

/** A question asks a service for its layers. */
export interface OffersQuestion {
  kind: OfferingKind;
  url: string;
}

const MAX_OFFERS = 1000;

/** Reads the document in which a service lists its layers. @throws MessageError where it sent something else */
export async function readOffers({ kind, url }: OffersQuestion): Promise<ServiceOffers> {
  const address = addressOf(kind, url);
  let xml = '';
  const json = await fetchJson(address, AbortSignal.timeout(SERVICE_MS), (text) => {
    xml = text;
    return {};
  });
  const document = gmlElements(xml);
  const all = kind === 'oapif' ? collections(json) : document && READ[kind](document);
  if (all === null) {
    const got = shownOf(xml === '' ? JSON.stringify(json) : xml);
    throw new MessageError(serviceMessage('no-layers', { host: address.host, got }));
  }
  return { offers: all.slice(0, MAX_OFFERS), count: all.length };
}

function addressOf(kind: OfferingKind, url: string): URL {
  if (kind !== 'oapif') return withQuery(url, { service: kind.toUpperCase(), request: 'GetCapabilities' });
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/(?:collections\/?)?$/, '')}/collections`;
  address.searchParams.set('f', 'json');
  return address;
}

function collections(json: unknown): ServiceOffer[] | null {
  const list = (json as { collections?: unknown }).collections;
  if (!Array.isArray(list)) return null;
  return list.flatMap((one: { id?: unknown; title?: unknown; crs?: unknown }) => {
    if (typeof one?.id !== 'string') return [];
    const stated = Array.isArray(one.crs) ? one.crs.filter((crs) => typeof crs === 'string') : [];
    const crs = new Set<FeatureServiceCrs>(['CRS84', ...stated.flatMap(knownCrs)]);
    return [{ layer: one.id, title: typeof one.title === 'string' ? one.title : one.id, crs: [...crs] }];
  });
}

const READ: Record<Exclude<OfferingKind, 'oapif'>, (document: GmlElement) => ServiceOffer[] | null> = {
  wfs: featureTypes,
  wms: mapLayers,
  wmts: tiledLayers,
};

function featureTypes(document: GmlElement): ServiceOffer[] | null {
  const list = child(document, 'FeatureTypeList');
  return list === null
    ? null
    : children(list, 'FeatureType').map((type) => ({
        layer: wordOf(type, 'Name'),
        title: wordOf(type, 'Title') || wordOf(type, 'Name'),
        crs: [...new Set([...words(type, 'DefaultCRS'), ...words(type, 'OtherCRS')].flatMap(knownCrs))],
      }));
}

/** Layers with a name, below those that group them and whose systems they have too. */
function mapLayers(document: GmlElement): ServiceOffer[] | null {
  const capability = child(document, 'Capability');
  if (!capability) return null;
  const version = WMS_VERSIONS.find((one) => one === document.attributes.version) ?? WMS_VERSIONS[0];
  const offers: ServiceOffer[] = [];
  const walk = (layer: GmlElement, above: readonly FeatureServiceCrs[]): void => {
    // Old servers list several systems in one element.
    const own = [...words(layer, 'CRS'), ...words(layer, 'SRS')].flatMap((text) => text.split(/\s+/));
    const crs = [...new Set([...above, ...own.flatMap(knownCrs)])];
    const name = wordOf(layer, 'Name');
    if (name !== '') offers.push({ layer: name, title: wordOf(layer, 'Title') || name, crs, version });
    for (const inner of children(layer, 'Layer')) walk(inner, crs);
  };
  for (const layer of children(capability, 'Layer')) walk(layer, []);
  return offers;
}

/** A set of tiles that this program can number. */
interface TileSet {
  crs: FeatureServiceCrs;
  matrix: string;
}

/** A layer is offered once for each system in which it has a usable set of tiles; one without any is offered with no system. */
function tiledLayers(document: GmlElement): ServiceOffer[] | null {
  const contents = child(document, 'Contents');
  if (!contents) return null;
  const sets = new Map(children(contents, 'TileMatrixSet').map((set) => [wordOf(set, 'Identifier'), tileSetOf(set)]));
  return children(contents, 'Layer').flatMap((layer): ServiceOffer[] => {
    const name = wordOf(layer, 'Identifier');
    const title = wordOf(layer, 'Title') || name;
    const styles = children(layer, 'Style');
    const style = styles.find(({ attributes }) => attributes.isDefault === 'true') ?? styles[0];
    const usable = children(layer, 'TileMatrixSetLink').flatMap((link): ServiceOffer[] => {
      const matrixSet = wordOf(link, 'TileMatrixSet');
      const set = sets.get(matrixSet);
      if (!set) return [];
      const styled = style ? { style: wordOf(style, 'Identifier') } : {};
      return [{ layer: name, title, crs: [set.crs], matrixSet, matrix: set.matrix, ...styled }];
    });
    return usable.length > 0 ? usable : [{ layer: name, title, crs: [] }];
  });
}

/** OGC 07-057r7 has a pixel of 0.28 mm: scales of one tile for the world in Web Mercator, and of two in degrees. */
const TOP_SCALE = { mercator: 559_082_264.028_717_8, degrees: 279_541_132.014_358_9 };
const SCALE_TOLERANCE = 0.01;
const CORNER_TOLERANCE = 1;

/** Null: its levels are not those by which pictures of the world are halved, so that they cannot be asked for by number. */
function tileSetOf(set: GmlElement): TileSet | null {
  const [crs] = knownCrs(wordOf(set, 'SupportedCRS'));
  const matrices = children(set, 'TileMatrix');
  if (!crs || matrices.length === 0) return null;
  const isMercator = crs === 'EPSG:3857';
  const corner = isMercator ? [-20_037_508, 20_037_508] : crs === 'CRS84' ? [-180, 90] : [90, -180];
  const templates = new Set<string>();
  for (const matrix of matrices) {
    const top = wordOf(matrix, 'TopLeftCorner').trim().split(/\s+/).map(Number);
    const scale = Number(wordOf(matrix, 'ScaleDenominator'));
    const level = Math.log2(TOP_SCALE[isMercator ? 'mercator' : 'degrees'] / scale);
    const z = Math.round(level);
    const isStraight = Math.abs(level - z) < SCALE_TOLERANCE && z >= 0;
    // Half of the servers in use have the corner of degrees with longitude first.
    const stands = [top, isMercator ? top : top.toReversed()].some((each) =>
      each.every((axis, i) => Math.abs(axis - corner[i]) < CORNER_TOLERANCE),
    );
    if (!isStraight || !stands || wordOf(matrix, 'TileWidth').trim() !== '256') return null;
    templates.add(templateOf(wordOf(matrix, 'Identifier'), z) ?? '');
  }
  const [matrix] = templates;
  return templates.size === 1 && matrix !== '' ? { crs, matrix } : null;
}

/** The name of a level ends in its number, counted from 0 or from 1. */
function templateOf(name: string, z: number): string | null {
  const digits = /^(?<before>.*?)0*(?<number>\d+)$/.exec(name)?.groups;
  if (!digits) return null;
  const { before, number } = digits;
  if (name !== `${before}${number}`) return null;
  if (Number(number) === z) return `${before}{z}`;
  return Number(number) === z + 1 ? `${before}{z+1}` : null;
}

/** Systems are written as `EPSG:3857`, `urn:ogc:def:crs:EPSG::3857` or as an address of opengis.net. */
function knownCrs(stated: string): FeatureServiceCrs[] {
  const text = stated.trim();
  if (/CRS:?84$/i.test(text)) return ['CRS84'];
  const code = /EPSG(?::[\d.]*:|:|\/\d+\/|\/[\d.]*\/)(\d+)$/i.exec(text)?.[1];
  const found = FEATURE_SERVICE_CRS.find((crs) => crs === `EPSG:${code === '900913' ? '3857' : code}`);
  return found ? [found] : [];
}

const children = ({ children: all }: GmlElement, name: string): GmlElement[] => all.filter((one) => one.name === name);
const child = (element: GmlElement, name: string): GmlElement | null => children(element, name)[0] ?? null;
const words = (element: GmlElement, name: string): string[] => children(element, name).map(({ text }) => text.trim());
const wordOf = (element: GmlElement, name: string): string => words(element, name)[0] ?? '';

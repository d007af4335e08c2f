import { latinOf } from '../shared/utf8.ts';

const WKT = 'LASF_Projection 2112';
const GEO_KEYS = 'LASF_Projection 34735';
const GEO_TEXTS = 'LASF_Projection 34737';

/** Keys of GeoTIFF that tell of a system. */
const PROJECTED_CODE = 3072;
const GEOGRAPHIC_CODE = 2048;
const CITATION = 1026;
const PROJECTED_CITATION = 3073;
const HEIGHT_UNIT = 4099;
const USER_DEFINED = 32767;

/** Units of length by their code of EPSG. */
const UNITS_M: Readonly<Record<number, number>> = { 9001: 1, 9002: 0.3048, 9003: 1200 / 3937 };

interface LasCrs {
  crs: { code: string | null; text: string | null };
  heightUnitM: number | null;
}

/** What the records of a file say of its system: well-known text, else the keys of GeoTIFF. */
export function lasCrs(records: ReadonlyMap<string, Uint8Array>): LasCrs {
  const bytes = records.get(WKT);
  const text = bytes ? latinOf(bytes).replace(/\0.*$/s, '').trim() : '';
  const keys = keysOf(records.get(GEO_KEYS));
  const heightUnitM = heightUnitOfWkt(text) ?? UNITS_M[keys.get(HEIGHT_UNIT)?.value ?? 0] ?? null;
  if (text !== '') return { crs: { code: null, text: horizontalOf(text) }, heightUnitM };
  const stated = keys.get(PROJECTED_CODE)?.value ?? keys.get(GEOGRAPHIC_CODE)?.value;
  const code = stated !== undefined && stated !== USER_DEFINED && stated > 0 ? `EPSG:${stated}` : null;
  const citation = keys.get(PROJECTED_CITATION) ?? keys.get(CITATION);
  const words = records.get(GEO_TEXTS);
  const name = citation && words ? latinOf(words.subarray(citation.value, citation.value + citation.count)) : '';
  // A name in the text that readers of `.prj` files know: without a code only that can tell.
  return { crs: { code, text: name === '' ? null : `PROJCS["${name.replace(/["|].*$/s, '')}"]` }, heightUnitM };
}

/** Returns the part of a compound system that is for the ground. */
function horizontalOf(text: string): string {
  if (!/^COMP/i.test(text)) return text;
  const from = text.search(/(PROJCS|PROJCRS|GEOGCS|GEOGCRS|GEODCRS)\s*[[(]/i);
  if (from < 0) return text;
  for (let at = from, depth = 0; at < text.length; at++) {
    if (text[at] === '[' || text[at] === '(') depth++;
    else if ((text[at] === ']' || text[at] === ')') && --depth === 0) return text.slice(from, at + 1);
  }
  return text;
}

/** The unit that stands last in the vertical system. */
function heightUnitOfWkt(text: string): number | null {
  const from = text.search(/(VERT_CS|VERTCRS|VERTICALCRS)\s*[[(]/i);
  const unit = from < 0 ? null : /(?:LENGTH)?UNIT\s*[[(]\s*"[^"]*"\s*,\s*([\d.]+)/i.exec(text.slice(from));
  const value = unit ? Number(unit[1]) : Number.NaN;
  return value > 0 && value < 1000 ? value : null;
}

function keysOf(bytes: Uint8Array | undefined): Map<number, { value: number; count: number }> {
  const keys = new Map<number, { value: number; count: number }>();
  if (!bytes) return keys;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 8)
    keys.set(view.getUint16(at, true), { count: view.getUint16(at + 4, true), value: view.getUint16(at + 6, true) });
  return keys;
}

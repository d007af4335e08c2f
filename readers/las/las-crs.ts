import { verticalUnitM } from '../../model/geo/height-unit.ts';
import { horizontalWkt, parseWkt, wktHeightUnitM, wktText } from '../../model/geo/wkt.ts';
import { LENGTHS_M, USER_DEFINED } from '../shared/geo-keys.ts';
import { latinOf } from '../shared/utf8.ts';

const WKT = 'LASF_Projection 2112';
const GEO_KEYS = 'LASF_Projection 34735';
const GEO_TEXTS = 'LASF_Projection 34737';

/** Keys of GeoTIFF that tell of a system. */
const PROJECTED_CODE = 3072;
const GEOGRAPHIC_CODE = 2048;
const CITATION = 1026;
const PROJECTED_CITATION = 3073;
const PLANE_UNIT = 3076;
const VERTICAL_CODE = 4096;
const HEIGHT_UNIT = 4099;

interface LasCrs {
  crs: { code: string | null; text: string | null };
  heightUnitM: number | null;
  planeUnitM: number | null;
}

/** What the records of a file say of its system: well-known text, else the keys of GeoTIFF. */
export function lasCrs(records: ReadonlyMap<string, Uint8Array>): LasCrs {
  const bytes = records.get(WKT);
  const text = bytes ? latinOf(bytes).replace(/\0.*$/s, '').trim() : '';
  const keys = keysOf(records.get(GEO_KEYS));
  const root = parseWkt(text);
  const heightUnitM = wktHeightUnitM(root) ?? heightUnitOfKeys(keys);
  if (root) return { crs: { code: null, text: wktText(horizontalWkt(root)) }, heightUnitM, planeUnitM: null };
  const stated = keys.get(PROJECTED_CODE)?.value ?? keys.get(GEOGRAPHIC_CODE)?.value;
  const code = stated !== undefined && stated !== USER_DEFINED && stated > 0 ? `EPSG:${stated}` : null;
  const planeUnitM = LENGTHS_M[keys.get(PLANE_UNIT)?.value ?? 0] ?? null;
  const citation = keys.get(PROJECTED_CITATION) ?? keys.get(CITATION);
  const words = records.get(GEO_TEXTS);
  const name = citation && words ? latinOf(words.subarray(citation.value, citation.value + citation.count)) : '';
  // A name in the text that readers of `.prj` files know: without a code only that can tell.
  return {
    crs: { code, text: name === '' ? null : `PROJCS["${name.replace(/["|].*$/s, '')}"]` },
    heightUnitM,
    planeUnitM,
  };
}

/** The unit by the key of units, else that of the vertical system by its code; none for a code that stands for the ellipsoid. */
function heightUnitOfKeys(keys: ReturnType<typeof keysOf>): number | null {
  const stated = LENGTHS_M[keys.get(HEIGHT_UNIT)?.value ?? 0];
  const code = keys.get(VERTICAL_CODE)?.value ?? USER_DEFINED;
  const perUnitM = code > 0 && code < USER_DEFINED ? verticalUnitM(code) : null;
  if (stated === undefined) return perUnitM;
  return perUnitM !== null && perUnitM < 0 ? -stated : stated;
}

function keysOf(bytes: Uint8Array | undefined): Map<number, { value: number; count: number }> {
  const keys = new Map<number, { value: number; count: number }>();
  if (!bytes) return keys;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 8)
    keys.set(view.getUint16(at, true), { count: view.getUint16(at + 4, true), value: view.getUint16(at + 6, true) });
  return keys;
}

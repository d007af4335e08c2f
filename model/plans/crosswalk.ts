import * as v from 'valibot';
import { jsonHash } from '../text/json-hash.ts';
import { CODE_SYSTEMS, type CodeSystem, LAND_USE_CLASSES, type LandUseClass } from './land-use.ts';
import { BasedOn, Edition, type EditionStamp, PlanText, parseNamed, refuseSameEdition } from './plan-edition.ts';

const SYSTEMS = Object.keys(CODE_SYSTEMS) as CodeSystem[];
const CLASSES = Object.keys(LAND_USE_CLASSES) as LandUseClass[];

const Row = v.strictObject({
  system: v.picklist(SYSTEMS),
  /** A code with all that go on from it, except where a longer one stands here too. */
  code: v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{1,12}$/)),
  class: v.picklist(CLASSES),
});

const MAX_ROWS = 2000;

/** A file of the crosswalk between systems of land-use codes: which class each code belongs to. */
export const Crosswalk = v.strictObject({
  format: v.literal(1),
  name: PlanText,
  edition: Edition,
  basedOn: v.optional(BasedOn),
  rows: v.pipe(v.array(Row), v.minLength(1), v.maxLength(MAX_ROWS)),
});

/** Which class of use each code of each system belongs to, with its edition. */
export type Crosswalk = v.InferOutput<typeof Crosswalk>;
/** One code of one system. */
export type CrosswalkRow = Crosswalk['rows'][number];

/** A city's own crosswalk, in place of that of the program. */
export const PLAN_CROSSWALK_FILE = 'plans/crosswalk.json';

/** A code among those of all systems. */
export const rowId = ({ system, code }: Pick<CrosswalkRow, 'system' | 'code'>): string => `${system} ${code}`;

const idOf = (item: object): string => {
  const { system, code } = item as { system?: unknown; code?: unknown };
  return [system, code].filter((part) => typeof part === 'string').join(' ');
};

/** Reads a crosswalk; an error names the row by its number and code, and the field that is wrong. */
export const parseCrosswalk = (json: unknown, file: string): Crosswalk =>
  parseNamed(Crosswalk, json, file, 'rows', idOf);

/** The same, where it is to stand in place of another: content that differs needs an edition that does. */
export function parseOwnCrosswalk(json: unknown, file: string, shipped: Crosswalk): Crosswalk {
  const own = parseCrosswalk(json, file);
  refuseSameEdition(crosswalkStamp(own), crosswalkStamp(shipped), file);
  return own;
}

/** What a result that was computed with it says of it. */
export const crosswalkStamp = (crosswalk: Crosswalk): EditionStamp => ({
  name: crosswalk.name,
  edition: crosswalk.edition,
  hash: jsonHash(crosswalk),
});

type Tables = ReadonlyMap<string, LandUseClass>;

/** A crosswalk is put in order once: a city has some 100,000 shapes with codes. */
const TABLES = new WeakMap<Crosswalk, Tables>();

function tablesOf(crosswalk: Crosswalk): Tables {
  const known = TABLES.get(crosswalk);
  if (known) return known;
  const tables = new Map(crosswalk.rows.map((row) => [rowId(row), row.class]));
  TABLES.set(crosswalk, tables);
  return tables;
}

/** After a class of digits come pairs of digits, none of them 00, perhaps a survey's letter; then whatever else a plan mixes in. */
const DIGITS = /^(?:(?!00)\d\d)*(?:[A-Za-z]\w{0,2})?(?:\W.*)?$/;

/** Lists of codes that stand for themselves alone: no code of them is the beginning of another. */
const WHOLE = /^$/;

/**
 * How a code goes on after the beginning that says its class. Codes of other systems go on otherwise: XPlanung's 1700 (commercial) is not a
 * 17 (water) of 2023, CNIG's AUc (to be built on) not an A (public) of GB 50137, PLATEAU's 211 (dwellings) not a 21.
 */
const CONTINUATIONS: Readonly<Record<CodeSystem, RegExp>> = {
  'mnr-2023': DIGITS,
  'gbt21010-2017': DIGITS,
  'gb50137-2011': /^(?:\d.*|\W.*)?$/,
  'xplanung-specific': WHOLE,
  'xplanung-general': WHOLE,
  'cnig-zone': WHOLE,
  'cnig-use': WHOLE,
  'plateau-zone': WHOLE,
  'plateau-land-use': WHOLE,
  unlisted: /^/,
};

/** The class of a code, by the longest of its beginnings that the crosswalk has; null: no code, it has none, or the code is no such one. */
export function landUseClass(crosswalk: Crosswalk, system: CodeSystem, code: string | null): LandUseClass | null {
  if (code === null) return null;
  const tables = tablesOf(crosswalk);
  for (let length = code.length; length > 0; length--) {
    const found = tables.get(rowId({ system, code: code.slice(0, length) }));
    if (found) return CONTINUATIONS[system].test(code.slice(length)) ? found : null;
  }
  return null;
}

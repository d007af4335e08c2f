import { type Crosswalk, landUseClass } from '../../../../model/plans/crosswalk.ts';
import { CODE_SYSTEMS, type CodeSystem } from '../../../../model/plans/land-use.ts';
import type { PlanKind } from '../../../../model/plans/plan-kinds.ts';

/** What a planner writes of a shape, as a form asks for it. */
export const PLAN_COLUMNS = [
  'id',
  'name',
  'code',
  'farMax',
  'heightMaxM',
  'densityMaxPct',
  'greenMinPct',
  'setbackM',
] as const;
/** One of them. */
export type PlanColumn = (typeof PLAN_COLUMNS)[number];
/** By the file's column that says it; absent: none does. */
export type PlanColumns = Partial<Record<PlanColumn, string>>;

/** Usual names of columns, Chinese, English, German and Japanese, as planners' files have them; the first that a file has is taken. */
const COLUMN_NAMES: Readonly<Record<PlanColumn, readonly RegExp[]>> = {
  id: [/^(地块编号|地块编码|dkbh|parcel_?(id|no))$/i, /^(编号|bsm|标识码|id|gml_?id|objectid|fid)$/i],
  name: [/^(地块名称|dkmc|名称|mc|name|title|bezeichnung)$/i],
  code: [
    /^besondereArtDerBaulNutzung$/i,
    /^allgArtDerBaulNutzung$/i,
    /^(typezone|用地代码|用地用海分类代码|ydyhfldm|yddm|dlbm|地类编码|ydxzdm)$/i,
    /^destdomi$/i,
    /(用地性质|用地类别|ydxz|land_?use|usage|luse|^code$|^class$|function|nutzung(sart)?$)/i,
  ],
  farMax: [/^(容积率|rjl|far(_?max)?|floor_?area_?rat(e|io)|gfz)$/i, /(容积率|rjl|gfz)/i],
  heightMaxM: [
    /^(建筑限高|限高|jzgd|jzxg|height_?max(_?m)?|max(imum)?_?(building)?_?height)$/i,
    /(限高|height|hoehe)/i,
  ],
  densityMaxPct: [/^(建筑密度|jzmd|building_?(coverage|density)(_?rate)?|density|grz)$/i, /(密度|coverage|grz)/i],
  greenMinPct: [/^(绿地率|ldl|green(_?(ratio|rate|min))?)$/i, /绿地率/],
  setbackM: [/(退线|退界|setback)/i],
};

/** What the names of a file's columns suggest; numbers come from columns of numbers alone. */
export function guessColumns(columns: readonly { name: string; isNumeric: boolean }[]): PlanColumns {
  const guess: PlanColumns = {};
  for (const column of PLAN_COLUMNS) {
    const fits = columns.filter(({ isNumeric }) => isNumeric || !isNumberColumn(column));
    const found = COLUMN_NAMES[column].map((pattern) => fits.find(({ name }) => pattern.test(name))).find(Boolean);
    if (found) guess[column] = found.name;
  }
  return guess;
}

/** Whether a planner writes a number there. */
export const isNumberColumn = (column: PlanColumn): boolean => !['id', 'name', 'code'].includes(column);

const NAMED_KINDS: readonly (readonly [RegExp, PlanKind])[] = [
  [/农田|farmland|jbnt/i, 'farmland'],
  [/生态|ecolog|sthx|natur|schutz/i, 'ecology'],
  [/开发边界|growth|czkf/i, 'urban-boundary'],
  [/林|forest|wald/i, 'forest'],
  [/湿地|wetland/i, 'wetland'],
  [/蓄滞洪|detention/i, 'detention'],
  [/河道|river/i, 'river'],
  [/视廊|corridor/i, 'view-corridor'],
  [/紫线|历史|heritage|denkmal/i, 'heritage'],
  [/轨道|地铁|metro/i, 'metro'],
  [/管廊/, 'tunnel'],
  [/地下空间|underground/i, 'underground'],
  [/现状|existing/i, 'existing'],
];

/** By the name of a file; parcels where it tells nothing. */
export const guessKind = (file: string): PlanKind =>
  NAMED_KINDS.find(([pattern]) => pattern.test(file))?.[1] ?? 'parcel';

/** How many of some codes are there, and how many each system has a use for. */
export interface CodeCount {
  filled: number;
  known: Readonly<Record<CodeSystem, number>>;
  /** The first codes, each once, that a system has no use for. */
  open: Readonly<Record<CodeSystem, readonly string[]>>;
}

/** The same, with the system that the codes seem to be of. */
export interface CodeFinding extends CodeCount {
  likely: CodeSystem;
}

const SYSTEMS = Object.keys(CODE_SYSTEMS) as CodeSystem[];
const MAX_OPEN_NAMED = 12;

/** Codes of a column, empty ones left out. */
export function countCodes(codes: readonly string[], crosswalk: Crosswalk): CodeCount {
  const filled = codes.map((code) => code.trim()).filter((code) => code !== '');
  const hasUse = (system: CodeSystem) => (code: string) => landUseClass(crosswalk, system, code) !== null;
  const distinct = [...new Set(filled)].sort();
  const bySystem = <Value>(of: (system: CodeSystem) => Value) =>
    Object.fromEntries(SYSTEMS.map((system) => [system, of(system)])) as Record<CodeSystem, Value>;
  return {
    filled: filled.length,
    known: bySystem((system) => filled.filter(hasUse(system)).length),
    open: bySystem((system) => distinct.filter((code) => !hasUse(system)(code)).slice(0, MAX_OPEN_NAMED)),
  };
}

/** Formats of countries that have codes of their own: XPlanung, and the models of PLATEAU. */
const FOREIGN_FORMATS: ReadonlySet<string> = new Set(['xplan', 'citygml', 'cityjson']);
/** Columns of codes of XPlanung, CNIG (France) and PLATEAU (Japan). */
const FOREIGN_COLUMNS =
  /nutzung|^(typezone|typezone2|destdomi|destoui|destcdt|libelle|libelong|typeinf|typepsc|stypeinf|stypepsc)$|urf|luse|usage|function|用途地域/i;
/** Systems that the name of the column states, and for `function` and `class` of PLATEAU a column beside it. */
const STATED_SYSTEMS: readonly (readonly [column: RegExp, beside: RegExp | null, system: CodeSystem])[] = [
  [/^besondereArtDerBaulNutzung$/i, null, 'xplanung-specific'],
  [/^allgArtDerBaulNutzung$/i, null, 'xplanung-general'],
  [/^typezone$/i, null, 'cnig-zone'],
  [/^destdomi$/i, null, 'cnig-use'],
  [/^function$/, /^notificationNumber$/, 'plateau-zone'],
  [/^class$/, /^landUseDetailAttribute\./, 'plateau-land-use'],
];
/** Systems that a column may be in whose name states none: codes of other countries' lists are too short to be known by themselves. */
const CHINESE: readonly CodeSystem[] = ['mnr-2023', 'gb50137-2011', 'gbt21010-2017'];
/** A system is proposed that knows so many of the codes. */
const MIN_KNOWN_RATIO = 0.5;

/** The file's own system where its columns state it; else that which knows most of some codes, at least half of them; of several the first. */
export function likelySystem(
  { filled, known }: Pick<CodeCount, 'filled' | 'known'>,
  column: string | undefined,
  beside: readonly string[],
  format: string,
): CodeSystem {
  const stated = STATED_SYSTEMS.find(
    ([own, other]) => own.test(column ?? '') && (other === null || beside.some((name) => other.test(name))),
  );
  if (stated) return stated[2];
  if (FOREIGN_FORMATS.has(format) || FOREIGN_COLUMNS.test(column ?? '')) return 'unlisted';
  const best = CHINESE.reduce((one, system) => (known[system] > known[one] ? system : one));
  return filled > 0 && known[best] >= MIN_KNOWN_RATIO * filled ? best : 'unlisted';
}

import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import { BASE_CROSSWALK } from '../../../../model/plans/base-crosswalk.ts';
import { landUseClass } from '../../../../model/plans/crosswalk.ts';
import type { CodeSystem } from '../../../../model/plans/land-use.ts';
import {
  MAX_SHAPE_ID,
  type PlanFeature,
  type PlanProperties,
  parsePlanFeatures,
} from '../../../../model/plans/plan.ts';
import { planBytes } from '../../../../model/plans/plan-text.ts';
import { sha256 } from '../../../../model/sha256.ts';
import { MessageError } from '../../../../model/text/message.ts';
import { XPLAN_TYPE } from '../../../../readers/xplan/xplan-type.ts';
import { planShapes } from '../../../../workers/plans/shapes.ts';
import { type Consent, type Topology, topologyOf } from '../../../../workers/plans/topology.ts';
import { loadGeos } from '../../../../workers/shared/geos.ts';
import { conflictsMessage } from '../messages.ts';
import {
  type CodeFinding,
  countCodes,
  guessColumns,
  guessKind,
  likelySystem,
  type PlanColumn,
} from './plan-columns.ts';
import type {
  PlanFileLook,
  PlanFileOptions,
  PlanFileParts,
  PlanImport,
  PlanImportNotes,
  PlanStatement,
} from './plan-file-types.ts';
import { readPlanFile, type ShapesOfFile } from './read-plan-file.ts';
import { xplanShape } from './xplan-kinds.ts';

/** One file of a plan, from the first look to the plan. */
export class PlanFile {
  private shapes: ShapesOfFile | null = null;
  private crosswalk = BASE_CROSSWALK;

  async look(files: PlanFileParts, wish: PlanFileOptions): Promise<PlanFileLook> {
    this.shapes = null;
    this.crosswalk = wish.crosswalk ?? BASE_CROSSWALK;
    const shapes = await readPlanFile(files, wish);
    this.shapes = shapes;
    const { geometries, raw, problems, readerId: _, ...known } = shapes;
    const columns = raw.fields
      .filter(({ name, filled }) => name !== '' && filled > 0)
      .map((field) => ({
        name: field.name,
        isNumeric: field.isNumeric,
        filled: field.filled,
        example: this.words(field.name).find((word) => word !== '') ?? '',
      }));
    const guess = guessColumns(columns);
    return {
      ...known,
      count: geometries.length,
      problems: problems.list(),
      awayM: awayM(geometries[0], wish),
      columns,
      guess,
      kind: guessKind(files[0].name),
      codes: this.codes(guess.code).likely,
    };
  }

  codes = (column: string | undefined): CodeFinding => {
    const count = countCodes(this.words(column), this.crosswalk);
    const { raw, readerId } = this.taken();
    const names = raw.fields.filter(({ filled }) => filled > 0).map(({ name }) => name);
    return { ...count, likely: likelySystem(count, column, names, readerId) };
  };

  async topology(hear: (ratio: number) => void): Promise<Topology> {
    const none: Consent = { isRepairing: false, isCutting: false, isFilling: false };
    return (await this.laid(this.plainFeatures(), none, hear)).topology;
  }

  async make(statement: PlanStatement, consent: Consent): Promise<PlanImport> {
    const { file, crs } = this.taken();
    const notes: PlanImportNotes = { noCode: 0, unknownCode: 0, repeatedIds: 0, badNumbers: 0, scaled: 0 };
    const stated = this.features(statement, notes);
    const isPlain = !consent.isRepairing && !consent.isCutting && !consent.isFilling;
    const { changes, geometries } = isPlain
      ? { changes: [], geometries: new Map<number, PlanFeature['geometry'] | null>() }
      : await this.laid(stated, consent, () => undefined);
    const features = stated.flatMap((feature, i): PlanFeature[] => {
      const geometry = geometries.get(i);
      if (geometry === null) return [];
      return [geometry === undefined ? feature : { ...feature, geometry }];
    });
    const bytes = planBytes(parsePlanFeatures({ type: 'FeatureCollection', features }, file).features);
    const hash = sha256([bytes]);
    const id = `own-${sha256([new TextEncoder().encode(`${statement.authority}\n${statement.name}\n${statement.version}`)]).slice(0, 12)}`;
    const { name, authority, version, status, period, codes } = statement;
    return {
      plan: {
        info: {
          id,
          authority: { zh: authority, en: authority },
          name: { zh: name, en: name },
          version,
          status,
          ...(period?.from || period?.to ? { period } : {}),
          codes,
          source: { name: { zh: file, en: file }, licence: '', crs },
          file: `plans/${id}.geojson`,
          hash,
          count: features.length,
        },
        bytes,
      },
      changes: changes.map(({ shape, ...change }) => ({ ...change, id: stated[shape].id })),
      notes,
    };
  }

  private taken(): ShapesOfFile {
    if (!this.shapes) throw new MessageError(conflictsMessage('file-first', {}));
    return this.shapes;
  }

  /** By row of the file; none where there is no such column. */
  private words(name: string | undefined): string[] {
    const { raw } = this.taken();
    const field = name === undefined ? undefined : raw.fields.find((one) => one.name === name);
    if (!field || field.filled === 0) return [];
    const words = field.words(raw.count);
    return Array.from({ length: raw.count }, (_, row) => words.text(row).trim());
  }

  private plainFeatures(): PlanFeature[] {
    return this.taken().geometries.map(({ row, geometry }) => ({
      type: 'Feature',
      id: `${row + 1}`,
      properties: { kind: 'parcel' },
      geometry,
    }));
  }

  private async laid(features: PlanFeature[], consent: Consent, hear: (ratio: number) => void) {
    const plan = planShapes([{ info: { id: 'file', codes: 'mnr-2023' }, features }]);
    return topologyOf(await loadGeos(), plan, consent, hear);
  }

  private features({ kind, columns, codes: system }: PlanStatement, notes: PlanImportNotes): PlanFeature[] {
    const { geometries } = this.taken();
    const ids = this.ids(columns.id, notes);
    const names = this.words(columns.name);
    const codes = this.words(columns.code);
    // One file of this format holds what several laws say: each object's own type tells its kind.
    const types = this.words(XPLAN_TYPE);
    const numbers = NUMBERS.map((column) => [column, this.numbers(column, columns[column], notes)] as const);
    return geometries.map(({ row, geometry }, i): PlanFeature => {
      const properties: PlanProperties = { kind, ...xplanShape(types[row] ?? '') };
      if (names[row]) properties.name = names[row];
      if (codes[row]) properties.code = codes[row];
      this.countCode(codes[row], system, notes);
      for (const [column, values] of numbers)
        if (values && Number.isFinite(values[row])) properties[column] = values[row];
      return { type: 'Feature', id: ids[i], properties, geometry };
    });
  }

  private countCode(code: string | undefined, system: CodeSystem, notes: PlanImportNotes): void {
    if (!code) notes.noCode++;
    else if (landUseClass(this.crosswalk, system, code) === null) notes.unknownCode++;
  }

  /** Returns the ids of shapes: from the column, else the file's own, else the row: the same for the next version of the file. */
  private ids(column: string | undefined, notes: PlanImportNotes): string[] {
    const { geometries } = this.taken();
    const words = this.words(column ?? '');
    const seen = new Map<string, number>();
    return geometries.map(({ row }) => {
      const id = (words[row] || `${row + 1}`).slice(0, MAX_SHAPE_ID);
      const times = (seen.get(id) ?? 0) + 1;
      seen.set(id, times);
      if (times === 1) return id;
      notes.repeatedIds++;
      return `${id}#${times}`;
    });
  }

  private numbers(column: PlanNumber, name: string | undefined, notes: PlanImportNotes): Float64Array | null {
    const { raw, geometries } = this.taken();
    const field = name === undefined ? undefined : raw.fields.find((one) => one.name === name);
    if (!field) return null;
    const values = field.numbers(raw.count, [], () => {
      notes.badNumbers++;
    });
    // A limit of no height is written where there is none.
    if (column === 'heightMaxM') for (const [row, value] of values.entries()) if (value === 0) values[row] = Number.NaN;
    const stated = geometries.map(({ row }) => values[row]).filter((value) => Number.isFinite(value) && value > 0);
    const factor = factorOf(column, stated);
    if (factor !== 1) notes.scaled += stated.length;
    return factor === 1 ? values : values.map((value) => Number((value * factor).toPrecision(DIGITS)));
  }
}

const NUMBERS = ['farMax', 'heightMaxM', 'densityMaxPct', 'greenMinPct', 'setbackM'] as const satisfies PlanColumn[];
type PlanNumber = (typeof NUMBERS)[number];

const DIGITS = 9;
/** No plan allows so many floors over the whole parcel: the figure is in per cent. */
const MAX_FAR = 30;

/** Per cent are written as ratios and ratios as per cent; a column is all of one kind. */
function factorOf(column: PlanNumber, stated: readonly number[]): number {
  if (stated.length === 0) return 1;
  const isPct = column === 'densityMaxPct' || column === 'greenMinPct';
  if (isPct && stated.every((value) => value <= 1)) return 100;
  if (column === 'farMax' && stated.every((value) => value > MAX_FAR)) return 0.01;
  return 1;
}

/** As the crow flies from the first corner to the middle of the city. */
function awayM({ geometry }: ShapesOfFile['geometries'][number], { origin }: PlanFileOptions): number {
  const [lonDeg, latDeg] = geometry.type === 'Polygon' ? geometry.coordinates[0][0] : geometry.coordinates[0][0][0];
  return Math.hypot(...enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM }));
}

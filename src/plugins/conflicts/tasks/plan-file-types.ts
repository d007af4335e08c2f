import type { Problem } from '../../../../model/city/features.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import type { Crosswalk } from '../../../../model/plans/crosswalk.ts';
import type { CodeSystem } from '../../../../model/plans/land-use.ts';
import type { PlanInfo } from '../../../../model/plans/plan.ts';
import type { PlanBasis } from '../../../../model/plans/plan-basis.ts';
import type { PlanKind } from '../../../../model/plans/plan-kinds.ts';
import type { BasisPart } from '../../../../model/plans/read-basis-file.ts';
import type { Consent, Topology, TopologyChange } from '../../../../workers/plans/topology.ts';
import type { StoredPlan } from '../stored-plan.ts';
import type { CodeFinding, PlanColumns } from './plan-columns.ts';

/** A file with those that came along, as a shapefile's table does; the first is the one that is read. */
export type PlanFileParts = readonly { name: string; blob: Blob }[];

/** How a file is to be read where it does not say so itself. */
export interface PlanFileOptions {
  crs?: string;
  encoding?: string;
  table?: string;
  /** Origin of the open city. */
  origin: LonLat;
  /** Crosswalk by which codes are known; absent: the program's. */
  crosswalk?: Crosswalk;
}

/** How the system of the coordinates was known. */
export type PlanCrsOrigin = 'given' | 'file' | 'format' | 'numbers' | 'usual';

/** What is in a file, for the form. */
export interface PlanFileLook {
  format: string;
  /** Layers of a file that holds several. */
  tables: readonly string[];
  table: string | null;
  /** Features of the file, and those of them that are shapes of a plan. */
  read: number;
  count: number;
  crs: string;
  crsOrigin: PlanCrsOrigin;
  /** From the middle of the plan to that of the city. */
  awayM: number;
  problems: Problem[];
  columns: { name: string; isNumeric: boolean; filled: number; example: string }[];
  /** What the names suggest. */
  guess: PlanColumns;
  kind: PlanKind;
  codes: CodeSystem;
}

/** What the form states. */
export interface PlanStatement extends Pick<PlanInfo, 'version' | 'status' | 'codes' | 'period'> {
  name: string;
  authority: string;
  kind: PlanKind;
  columns: PlanColumns;
}

/** A plan made of a file, with what was taken for granted and changed. */
export interface PlanImport {
  plan: StoredPlan;
  changes: readonly PlanChange[];
  notes: PlanImportNotes;
}

/** A repair, by the shape's id. */
export interface PlanChange extends Omit<TopologyChange, 'shape'> {
  id: string;
}

/** Counts of what is not as a plan should be; 0: nothing of the kind. */
export interface PlanImportNotes {
  /** Shapes without a code, and with one that the crosswalk does not have. */
  noCode: number;
  unknownCode: number;
  /** Ids that stood twice and were numbered. */
  repeatedIds: number;
  /** Words where a number should be. */
  badNumbers: number;
  /** Ratios that became per cent, per cent that became ratios. */
  scaled: number;
}

/** What the worker offers, one file after the other. */
export interface PlanReader {
  look(files: PlanFileParts, wish: PlanFileOptions): Promise<PlanFileLook>;
  codes(column: string): CodeFinding;
  /** How the shapes lie to each other. */
  topology(hear: (ratio: number) => void): Promise<Topology>;
  make(statement: PlanStatement, consent: Consent): Promise<PlanImport>;
  /** The shipped basis with one part from a file. */
  basis(part: BasisPart, file: PlanFileParts[number], shipped: PlanBasis): Promise<PlanBasis>;
}

import type { Crosswalk } from '../../model/plans/crosswalk.ts';
import type { PlanInfo } from '../../model/plans/plan.ts';
import type { PlanBasis } from '../../model/plans/plan-basis.ts';
import type { PlanEdit, PlanShapeState } from '../../model/plans/plan-edits.ts';
import type { Journal } from '../../model/plans/plan-journal.ts';
import type { EngineTypes } from '../shared/engine.ts';
import type { Blueprint } from './blueprint.ts';
import type { PlanDifference } from './difference.ts';
import type { DrawnPlan } from './drawn.ts';
import type { PlanConflict, PlanReport, PlanRequest, PlanTrial } from './plan-types.ts';
import type { DraftCheck, MeasuredShape, ShapeNow } from './proposals.ts';

/** What the page must know of a city's plans before they are compared. */
export interface PlanFacts {
  /** None: the city has no list of plans. */
  plans: readonly PlanInfo[];
  /** What stands and lies in the city, to hold plans against; null: its package has nothing of the kind. */
  stock: PlanInfo | null;
  /** The city's own rules or the program's, and the crosswalk. */
  basis: PlanBasis;
}

/** What crosses between a page and this engine. */
export interface PlanEngineTypes extends EngineTypes {
  facts: PlanFacts;
  questions: PlanQuestions;
}

/** What a page asks of this engine; it plays no runs. */
interface PlanQuestions {
  /** All conflicts of the plans by the rules; null: stopped. */
  compare(request: PlanRequest, hear: (doneRatio: number) => void): Promise<PlanReport | null>;
  /** Ends a comparison. */
  stop(): Promise<void>;
  /** Plans that were opened in the page, beside those of the city and in place of those opened before. All plans there are now. */
  bring(plans: readonly OpenedPlan[]): Promise<readonly PlanInfo[]>;
  /** A shape with the edits of the last comparison and what drafts stand on; null: there is none. */
  shape(side: { plan: string; shape: string }): Promise<ShapeNow | null>;
  /** Shapes with their areas, in the order of their sides, as they are now or as they were published; those that are gone are left out. */
  shapes(sides: readonly { plan: string; shape: string }[], isPublished: boolean): Promise<MeasuredShape[]>;
  /** Conflicts of the plans as they were published, before any edit, by their ids. */
  foundFirst(ids: readonly string[]): Promise<readonly PlanConflict[]>;
  /** Drafts stand on these edits too, which wait for a signature and are no part of the last comparison. */
  draftOn(edits: readonly PlanEdit[]): Promise<void>;
  /** What edits would change; nothing is decided by it, and the last comparison stays. Null: stopped. */
  attempt(edits: readonly PlanEdit[]): Promise<PlanTrial | null>;
  /** The edit by which a side gives up its part of a conflict of the last comparison. */
  giveUp(conflict: PlanConflict, loser: 'a' | 'b'): Promise<PlanEdit>;
  /** Shapes beside one, to snap to. */
  neighbours(side: { plan: string; shape: string }): Promise<ShapeNow[]>;
  /** All plans after the signed decisions of a journal. `basis`: what their conflicts were found by; null: the city's. */
  blueprint(journal: Journal, basis: PlanBasis | null): Promise<Blueprint>;
  /** Two versions of a plan, by their ids. */
  difference(older: string, newer: string): Promise<PlanDifference>;
  /** A plan as it was published, for the picture; its uses by a crosswalk, null: the city's. */
  drawn(id: string, crosswalk: Crosswalk | null): Promise<DrawnPlan>;
  /** A blueprint's GeoJSON as a GeoPackage. */
  geoPackage(geoJson: string): Promise<Uint8Array<ArrayBuffer>>;
  checkDraft(geometry: PlanShapeState['geometry']): Promise<DraftCheck>;
}

/** A plan that was opened in the page. */
export interface OpenedPlan {
  info: PlanInfo;
  /** Its file, which `info` has the hash of. */
  bytes: Uint8Array<ArrayBuffer>;
}

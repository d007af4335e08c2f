import type { PlanProperties } from '../../../model/plans/plan.ts';
import type { PlanEdit, PlanShapeState } from '../../../model/plans/plan-edits.ts';
import type { ResolutionWay } from '../../../model/plans/plan-journal.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { PlanEngineTypes } from '../../../workers/plans/engine-types.ts';
import type { PlanConflict } from '../../../workers/plans/plan-types.ts';
import type { RemoteQuestions } from '../../twin/engine-host.ts';
import { conflictsMessage } from './messages.ts';

/** A way with what it needs beside: a shape as it was drawn. */
export type Way = ResolutionWay | { kind: 'draw'; side: 'a' | 'b'; geometry: PlanShapeState['geometry'] };

/** A way and the edits that it makes. */
export interface Drafted {
  way: ResolutionWay;
  edits: PlanEdit[];
}

type PlanQuestions = RemoteQuestions<PlanEngineTypes['questions']>;

/** The edits of a way, by the shapes as they are now. */
export async function draftOf(engine: PlanQuestions, conflict: PlanConflict, way: Way): Promise<Drafted> {
  if (way.kind === 'give-up') return { way, edits: [await engine.giveUp(conflict, way.side)] };
  const side = conflict[way.side];
  const now = side && (await engine.shape(side));
  if (!now) throw new MessageError(conflictsMessage('no-draft', {}));
  const edit = (next: PlanShapeState): PlanEdit => ({ plan: now.plan, shape: now.shape, was: now.hash, next });
  const { properties, geometry } = now.state;
  if (way.kind === 'code') {
    if (properties.code === way.code) throw new MessageError(conflictsMessage('same-code', {}));
    return { way, edits: [edit({ properties: { ...properties, code: way.code }, geometry })] };
  }
  if (way.kind === 'limits') {
    const other = conflict[way.side === 'a' ? 'b' : 'a'];
    const theirs = other && (await engine.shape(other));
    const taken = theirs ? limitsOf(theirs.state.properties, properties) : {};
    if (Object.keys(taken).length === 0) throw new MessageError(conflictsMessage('same-limits', {}));
    return { way, edits: [edit({ properties: { ...properties, ...taken }, geometry })] };
  }
  if (!('geometry' in way)) throw new MessageError(conflictsMessage('no-draft', {}));
  const drawn = way.geometry as PlanShapeState['geometry'];
  const { isValid } = await engine.checkDraft(drawn);
  if (!isValid) throw new MessageError(conflictsMessage('invalid-shape', {}));
  return { way: { kind: 'draw', side: way.side }, edits: [edit({ properties, geometry: drawn })] };
}

const LIMITS = ['farMax', 'heightMaxM', 'densityMaxPct', 'greenMinPct'] as const;

/** Limits of one side that the other does not have as they are. */
function limitsOf(theirs: PlanProperties, ours: PlanProperties): Partial<PlanProperties> {
  const differing = LIMITS.filter((name) => theirs[name] !== undefined && theirs[name] !== ours[name]);
  return Object.fromEntries(differing.map((name) => [name, theirs[name]]));
}

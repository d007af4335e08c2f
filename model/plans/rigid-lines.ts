import type { PlanKind } from './plan-kinds.ts';

/**
 * Lines that a plan follows and does not move: permanent basic farmland (Land Administration Law, art. 35) and the ecological red line (guiding
 * opinions on the three control lines, 2019). Either changes only by an approval of its own, whose number a proposal must name. No clause was
 * read at its source: 待核.
 */
const RIGID_KINDS: readonly PlanKind[] = ['farmland', 'ecology'];

/** Whether shapes of a kind change only by an approval of their own. */
export const isRigid = (kind: PlanKind | undefined): boolean => kind !== undefined && RIGID_KINDS.includes(kind);

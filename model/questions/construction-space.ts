import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';
import { arrayOf, File, Metres, Name, numberBetween, Point, Text, withDescription } from './parts.ts';

/** What a case may say of space: models, boxes and tubes with their tasks, rules, cranes, lifts, and plots to keep clear. */

const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/, requirement('date')));
const Elevation = numberBetween(-12_000, 9_000);
const Place = v.strictTuple([Metres, Metres, Elevation]);
const MAX_OBJECTS = 50_000;

const When = withDescription(
  'From the begin of a task or a day, until the begin of a task or the end of a day; what is left out is always',
  v.strictObject({
    task: v.optional(Name),
    removal: v.optional(Name),
    from: v.optional(Day),
    to: v.optional(Day),
  }),
);

const placed = { id: Name, name: Name, class: Name, group: Name, when: v.optional(When, {}) };

const Selector = withDescription(
  'Bodies of these groups and classes; left out: any',
  v.strictObject({ groups: v.optional(arrayOf(Name)), classes: v.optional(arrayOf(Name)) }),
);

const rule = {
  id: Name,
  title: Text,
  clause: withDescription('Where the limit is from', v.optional(v.string(), '')),
  verified: withDescription(
    'false: nobody has read it at its source (待核): a value and no verdict',
    v.optional(v.boolean(), true),
  ),
};

const Limit = numberBetween(0, 1000);

const Rule = v.variant('kind', [
  v.strictObject({ ...rule, kind: v.literal('hard'), a: Selector, b: Selector, limitM: Limit }),
  v.strictObject({ ...rule, kind: v.literal('clearance'), a: Selector, b: Selector, limitM: Limit }),
  v.strictObject({ ...rule, kind: v.literal('workspace'), a: Selector, b: Selector }),
  v.strictObject({ ...rule, kind: v.literal('support'), of: Selector }),
  v.strictObject({ ...rule, kind: v.literal('before'), a: Selector, b: Selector, deeperM: Limit }),
  v.strictObject({
    ...rule,
    kind: v.literal('level'),
    of: Selector,
    edge: v.picklist(['top', 'middle', 'bottom']),
    atLeastM: v.optional(Elevation),
    atMostM: v.optional(Elevation),
  }),
]);

/** How near tower cranes may stand: the lower jib's tip to the other's mast, and jib over jib. */
export const CraneClearance = v.strictObject({ tipToMastM: numberBetween(0, 50), betweenJibsM: numberBetween(0, 50) });
/** See the schema of the same name. */
export type CraneClearance = v.InferOutput<typeof CraneClearance>;
/** GB 5144-2006, 10.5, as quoted in public code (nobody here read the standard). */
export const QUOTED_CRANE_CLEARANCE: CraneClearance = { tipToMastM: 2, betweenJibsM: 2 };
/** Distances of tower cranes as a check is given them: until an office has confirmed them they give figures and no verdict. */
export interface CraneRule extends CraneClearance {
  readonly isConfirmed: boolean;
}
/** A check goes by this where no city's records are known. */
export const QUOTED_CRANE_RULE: CraneRule = { ...QUOTED_CRANE_CLEARANCE, isConfirmed: false };

export const SpaceCase = v.strictObject({
  models: v.optional(
    withDescription(
      'IFC models (.ifc), or boxes (.csv with id, class, west, south, bottom, east, north, top; name, group, task, removal, from, to)',
      arrayOf(v.strictObject({ group: Name, file: File }), 0, 100),
    ),
    [],
  ),
  boxes: v.optional(arrayOf(v.strictObject({ ...placed, min: Place, max: Place }), 0, MAX_OBJECTS), []),
  tubes: v.optional(
    withDescription(
      'Pipes, wells, tunnels: their axis and outside diameter',
      arrayOf(
        v.strictObject({
          ...placed,
          line: v.optional(Name),
          path: arrayOf(Place, 2),
          diameterM: numberBetween(0.001, 100),
        }),
        0,
        MAX_OBJECTS,
      ),
    ),
    [],
  ),
  rules: v.optional(
    withDescription(
      'hard: deeper into one another than the limit; clearance: nearer; workspace: room wanted twice; support: begun before what it stands on; before: dug deeper below `a` before that is in; level: an edge out of its bounds',
      arrayOf(Rule, 0, 200),
    ),
    [],
  ),
  allowed: v.optional(
    withDescription('Contacts that are meant', arrayOf(v.strictObject({ id: Name, a: Selector, b: Selector }), 0, 200)),
    [],
  ),
  cranes: v.optional(
    withDescription(
      'Tower cranes, heights in the frame of the boxes',
      arrayOf(
        v.strictObject({
          id: Name,
          eastM: Metres,
          northM: Metres,
          reachM: numberBetween(1, 500),
          leastReachM: numberBetween(0, 100),
          jibBottomM: Elevation,
          jibTopM: Elevation,
          mastHalfM: numberBetween(0, 10),
          momentTm: numberBetween(0, 1e6),
          when: v.optional(When, {}),
        }),
        0,
        100,
      ),
    ),
    [],
  ),
  lifts: v.optional(
    withDescription(
      'What must be lifted where while a task is at work, by any crane or by one',
      arrayOf(
        v.strictObject({
          id: Name,
          task: Name,
          crane: v.optional(Name),
          eastM: Metres,
          northM: Metres,
          massT: numberBetween(0, 10_000),
        }),
      ),
    ),
    [],
  ),
  plots: v.optional(
    withDescription(
      'Streets, schools: no jib over them while they are in use',
      arrayOf(v.strictObject({ id: Name, name: Name, ring: arrayOf(Point, 3), when: v.optional(When, {}) })),
    ),
    [],
  ),
});
export type SpaceCase = v.InferOutput<typeof SpaceCase>;

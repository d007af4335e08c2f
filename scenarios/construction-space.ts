import * as v from 'valibot';
import { between, File, Metres, many, Point, Text, told } from './schema-words.ts';

/** What a case may say of space: models, boxes and tubes with their tasks, rules, cranes, lifts, and plots to keep clear. */

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/, 'a date like 2026-06-07'));
const Elevation = between(-12_000, 9_000);
const Place = v.strictTuple([Metres, Metres, Elevation]);
const MOST_THINGS = 50_000;

const When = told(
  'From the begin of a task or a day, until the begin of a task or the end of a day; what is left out is always',
  v.strictObject({
    task: v.optional(Name),
    removal: v.optional(Name),
    from: v.optional(Day),
    to: v.optional(Day),
  }),
);

const placed = { id: Name, name: Name, class: Name, group: Name, when: v.optional(When, {}) };

const Selector = told(
  'Bodies of these groups and classes; left out: any',
  v.strictObject({ groups: v.optional(many(Name)), classes: v.optional(many(Name)) }),
);

const rule = {
  id: Name,
  title: Text,
  clause: told('Where the limit is from', v.optional(v.string(), '')),
  verified: told(
    'false: nobody has read it at its source (待核): a value and no verdict',
    v.optional(v.boolean(), true),
  ),
};

const Limit = between(0, 1000);

const Rule = v.variant('kind', [
  v.strictObject({ ...rule, kind: v.literal('hard'), a: Selector, b: Selector, limitM: Limit }),
  v.strictObject({ ...rule, kind: v.literal('clearance'), a: Selector, b: Selector, limitM: Limit }),
  v.strictObject({ ...rule, kind: v.literal('workspace'), a: Selector, b: Selector }),
  v.strictObject({ ...rule, kind: v.literal('support'), of: Selector }),
  v.strictObject({ ...rule, kind: v.literal('before'), a: Selector, b: Selector, deeperM: Limit }),
  v.strictObject({
    ...{ ...rule, kind: v.literal('level'), of: Selector, edge: v.picklist(['top', 'middle', 'bottom']) },
    ...{ atLeastM: v.optional(Elevation), atMostM: v.optional(Elevation) },
  }),
]);

export const SpaceCase = v.strictObject({
  models: v.optional(
    told(
      'IFC models (.ifc), or boxes (.csv with id, class, west, south, bottom, east, north, top; name, group, task, removal, from, to)',
      many(v.strictObject({ group: Name, file: File }), 0, 100),
    ),
    [],
  ),
  boxes: v.optional(many(v.strictObject({ ...placed, min: Place, max: Place }), 0, MOST_THINGS), []),
  tubes: v.optional(
    told(
      'Pipes, wells, tunnels: their axis and outside diameter',
      many(
        v.strictObject({
          ...{ ...placed, line: v.optional(Name), path: many(Place, 2), diameterM: between(0.001, 100) },
        }),
        0,
        MOST_THINGS,
      ),
    ),
    [],
  ),
  rules: v.optional(
    told(
      'hard: deeper into one another than the limit; clearance: nearer; workspace: room wanted twice; support: begun before what it stands on; before: dug deeper below `a` before that is in; level: an edge out of its bounds',
      many(Rule, 0, 200),
    ),
    [],
  ),
  allowed: v.optional(
    told('Contacts that are meant', many(v.strictObject({ id: Name, a: Selector, b: Selector }), 0, 200)),
    [],
  ),
  cranes: v.optional(
    told(
      'Tower cranes, heights in the frame of the boxes',
      many(
        v.strictObject({
          ...{ id: Name, eastM: Metres, northM: Metres, reachM: between(1, 500), leastReachM: between(0, 100) },
          ...{ jibBottomM: Elevation, jibTopM: Elevation, mastHalfM: between(0, 10), momentTm: between(0, 1e6) },
          when: v.optional(When, {}),
        }),
        0,
        100,
      ),
    ),
    [],
  ),
  lifts: v.optional(
    told(
      'What must be lifted where while a task is at work, by any crane or by one',
      many(
        v.strictObject({
          ...{ id: Name, task: Name, crane: v.optional(Name), eastM: Metres, northM: Metres },
          massT: between(0, 10_000),
        }),
      ),
    ),
    [],
  ),
  plots: v.optional(
    told(
      'Streets, schools: no jib over them while they are in use',
      many(v.strictObject({ id: Name, name: Name, ring: many(Point, 3), when: v.optional(When, {}) })),
    ),
    [],
  ),
});

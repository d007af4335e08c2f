import * as v from 'valibot';
import { DAYS } from '../../../model/city/population.ts';
import { CROWD_MODELS, CROWD_PRESETS, type CrowdForm, type CrowdSiteOptions } from './slice.ts';

const Metres = v.pipe(v.number(), v.minValue(-1e6), v.maxValue(1e6));
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const Place = v.pipe(v.tuple([Metres, Metres]), v.readonly());
/** A box of a whole district has some 300 ways out. */
const MAX_IDS = 1000;
const MAX_LINES = 50;
const MAX_LINK_PEOPLE = 1_000_000;
const Minutes = v.pipe(v.number(), v.minValue(0), v.maxValue(1440));
const Pct = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const Ids = v.pipe(v.array(Id), v.maxLength(MAX_IDS));

/** A form as a link carries it: a door, so every number has its bounds; whether the city has the case and the ways out its worker says. */
const Form = v.strictObject({
  place: v.variant('kind', [
    v.strictObject({ kind: v.literal('case'), id: Id }),
    v.strictObject({
      kind: v.literal('area'),
      area: v.pipe(
        v.strictObject({ westM: Metres, southM: Metres, eastM: Metres, northM: Metres }),
        v.check(({ westM, southM, eastM, northM }) => westM < eastM && southM < northM, 'expected a box'),
      ),
      perM2: v.pipe(v.number(), v.minValue(0), v.maxValue(6)),
    }),
  ]),
  // Links of before there were stands, residents and marshals have none of them.
  stands: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          id: Id,
          people: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_LINK_PEOPLE)),
          countedMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15))),
        }),
      ),
      v.maxLength(MAX_IDS),
    ),
    [],
  ),
  homes: v.optional(
    v.nullable(v.strictObject({ day: v.picklist(DAYS), hour: v.pipe(v.number(), v.minValue(0), v.maxValue(24)) })),
    null,
  ),
  arrivals: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          at: Id,
          firstMin: Minutes,
          everyMin: Minutes,
          times: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_LINES)),
          people: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LINK_PEOPLE)),
          overS: v.pipe(v.number(), v.minValue(0), v.maxValue(3600)),
        }),
      ),
      v.maxLength(MAX_LINES),
    ),
    [],
  ),
  classes: v.optional(
    v.pipe(
      v.strictObject({ childPct: Pct, elderlyPct: Pct, wheelchairPct: Pct }),
      v.check(({ childPct, elderlyPct, wheelchairPct }) => childPct + elderlyPct + wheelchairPct <= 100, 'at most 100'),
    ),
    { childPct: 0, elderlyPct: 0, wheelchairPct: 0 },
  ),
  knowAllPct: v.optional(Pct, 100),
  groupMean: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(4)), 1),
  orders: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          population: Id,
          exit: Id,
          fromMin: Minutes,
          toMin: Minutes,
          followPct: Pct,
        }),
      ),
      v.maxLength(MAX_LINES),
    ),
    [],
  ),
  exits: Ids,
  lines: v.pipe(
    v.array(v.strictObject({ id: Id, kind: v.picklist(['exit', 'barrier']), from: Place, to: Place })),
    v.maxLength(MAX_LINES),
  ),
  shut: Ids,
  preset: v.picklist(CROWD_PRESETS),
  model: v.optional(v.picklist(CROWD_MODELS), 'collision-free-speed'),
  upperFloors: v.optional(v.boolean(), true),
  hesitate: v.boolean(),
  endMin: v.pipe(v.number(), v.minValue(1), v.maxValue(1440)),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4_294_967_295)),
});

const round = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;

/**
 * Without the flood: its run is of this window, and no link holds it. All ways out of a box are none in the link: a form of a box
 * without any takes all that there are.
 */
export function writeCrowdLink({ waterId: _, ...form }: CrowdForm, offer: CrowdSiteOptions | null): string {
  const takesAll = offer?.exits.every(({ id }) => form.exits.includes(id)) ?? false;
  return encodeURIComponent(JSON.stringify({ ...form, exits: takesAll ? [] : form.exits }, round));
}

/** Null when it is no form. */
export function readCrowdLink(text: string): CrowdForm | null {
  try {
    const result = v.safeParse(Form, JSON.parse(decodeURIComponent(text)));
    return result.success ? { ...result.output, waterId: null } : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return null;
    throw error;
  }
}

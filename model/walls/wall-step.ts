import * as v from 'valibot';
import { MessageError } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';

/** How often the leader of a wall sends at most, and how often it sends where nothing changes, so that a screen that joins late knows all. */
export const MAX_STEPS_PER_S = 30;
export const REPEAT_EVERY_MS = 1000;
/** A wall that was not led for so long has lost its leader: its screens say so, and a former leader may come back. */
export const LEADER_LOST_MS = 3500;
/** Bytes of a step at most; one is some 600. */
export const MAX_STEP_BYTES = 16_384;
const MAX_PICTURE_CHARACTERS = 8000;
const MAX_ID_CHARACTERS = 200;

const bounded = (least: number, most: number) =>
  v.pipe(
    v.number(),
    v.minValue(least, requirement('between', { least, most })),
    v.maxValue(most, requirement('between', { least, most })),
  );
const WallId = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, requirement('id')));
const LeaderId = v.pipe(v.string(), v.regex(/^[\w-]{8,64}$/, requirement('plainId')));
const Seq = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(Number.MAX_SAFE_INTEGER));
const TimeMs = bounded(-8.64e15, 8.64e15);

const Camera = v.strictObject({
  lonDeg: bounded(-180, 180),
  latDeg: bounded(-90, 90),
  heightM: bounded(-1e8, 1e8),
  headingDeg: bounded(-360, 360),
  pitchDeg: bounded(-90, 90),
});

/** How the leader's table stands: null where it shows the globe alone. */
const Table = v.strictObject({
  block: v.nullable(v.strictObject({ eastM: bounded(-1e6, 1e6), northM: bounded(-1e6, 1e6), sizeM: bounded(1, 1e6) })),
  pose: v.strictObject({
    turnDeg: bounded(-360, 360),
    tipDeg: bounded(-90, 90),
    rangeRatio: bounded(0.01, 100),
    over: v.strictTuple([bounded(-1, 1), bounded(-1, 1)]),
  }),
});

const Shown = v.strictObject({
  /** Where the camera is on the globe, or as far as a globe shows what the leader's table shows. */
  camera: Camera,
  table: v.nullable(Table),
  /** The shown time at the instant of sending: whoever receives it plays on by its own clock at the rate. */
  shownTimeMs: TimeMs,
  playing: v.boolean(),
  rate: bounded(0.01, 86_400),
  selectedId: v.nullable(v.pipe(v.string(), v.maxLength(MAX_ID_CHARACTERS))),
  desk: v.pipe(v.string(), v.regex(/^[a-z-]{1,40}$/, requirement('plainId'))),
  language: v.picklist(['zh', 'en']),
  theme: v.nullable(v.picklist(['plan', 'command'])),
  /** Layers, colours, underground and the rest of how the city is shown, as the part of a link that says it. */
  picture: v.pipe(v.string(), v.maxLength(MAX_PICTURE_CHARACTERS)),
});
/** What the screens of a wall show together. */
export type WallShown = v.InferOutput<typeof Shown>;

const SentStep = v.strictObject({
  /** The page that leads, by a name of its own making: anew with each loading. */
  leader: LeaderId,
  /** Rises with each step of a leader: one that comes late is left. */
  seq: Seq,
  /** Whether it takes the wall from whoever leads it: the first step of a page that somebody told to lead. */
  claims: v.boolean(),
  shown: Shown,
});
/** What the leader sends to the hub. */
export type SentStep = v.InferOutput<typeof SentStep>;

const WallStep = v.strictObject({
  leader: LeaderId,
  seq: Seq,
  /** The account that leads, as the hub knows it. */
  by: v.pipe(v.string(), v.maxLength(MAX_ID_CHARACTERS)),
  /** The hub's clock. */
  atMs: TimeMs,
  shown: Shown,
});
/** What the hub tells the screens of a wall. */
export type WallStep = v.InferOutput<typeof WallStep>;

const StepAnswer = v.object({ leads: v.boolean(), by: v.string() });
/** What the hub answers the one who sends: `leads` false, another took the wall, and `by` is its account. */
export type StepAnswer = v.InferOutput<typeof StepAnswer>;

function parsed<Schema extends v.GenericSchema>(schema: Schema, json: unknown): v.InferOutput<Schema> {
  const read = checked(schema, json);
  if (!read.success) throw new MessageError(...faultMessages(read.issues, 'wall'));
  return read.output;
}

/** Reads what a leader sends; throws with place, expected and got. */
export const parseSentStep = (json: unknown): SentStep => parsed(SentStep, json);
export const parseWallStep = (json: unknown): WallStep => parsed(WallStep, json);
export const parseStepAnswer = (json: unknown): StepAnswer => parsed(StepAnswer, json);

/** Whether a text can name a wall. */
export const isWallId = (text: string): boolean => v.is(WallId, text);

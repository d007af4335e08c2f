import * as v from 'valibot';
import { type Message, MessageError } from '../text/message.ts';
import { requirement } from '../text/requirements.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { sceneMessage } from './scene-messages.ts';

/** The format that this version writes. */
export const SCENE_FORMAT = 1;
/** More than plug-ins that anybody has. */
const MAX_PARTS = 200;

const Id = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u, requirement('id')));
const Line = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

const ScenePart = v.strictObject({
  /** Id of the plug-in that wrote it. */
  plugin: Id,
  /** Version of the plug-in's own data. */
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The plug-in's own; arrays of numbers and files lie in `<plugin>.bin` beside it. */
  data: v.unknown(),
});

const head = {
  kind: v.literal('scene'),
  city: v.strictObject({ id: Id, name: v.strictObject({ zh: Line, en: Line }) }),
  /** UTC. */
  savedMs: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
  /** The pairs of a link, but for the language: whoever opens it reads it in his own. */
  view: v.record(v.string(), v.pipe(v.string(), v.maxLength(16_384))),
};

const Head = v.looseObject({
  format: v.pipe(v.number(), v.integer(), v.minValue(1)),
  ...head,
  parts: v.pipe(v.array(v.unknown()), v.maxLength(MAX_PARTS)),
});

/** `scene.json` in a scene file of the present format: `scenarios/scene.schema.json` says the same to other programs. */
export const Scene = v.strictObject({
  format: v.literal(SCENE_FORMAT),
  ...head,
  parts: v.pipe(v.array(ScenePart), v.maxLength(MAX_PARTS)),
});
/** How a city was shown, and what was made in it. */
export type Scene = v.InferOutput<typeof Scene>;

/**
 * A scene of any format up to this one. A part that is wrong is left out and told by file, place and field, and the rest opens; without a head it
 * throws.
 */
export function readScene(json: unknown, file: string): { scene: Scene; faults: Message[] } {
  const read = checked(Head, json);
  if (!read.success) throw new MessageError(...faultMessages(read.issues, file));
  const { format, kind, city, savedMs, view, parts: given } = read.output;
  if (format > SCENE_FORMAT) throw new MessageError(sceneMessage('newer', { file, known: SCENE_FORMAT, got: format }));
  const faults: Message[] = [];
  const parts = new Map<string, Scene['parts'][number]>();
  for (const [i, one] of given.entries()) {
    const part = checked(ScenePart, one);
    if (!part.success) faults.push(...faultMessages(part.issues, `${file}#parts.${i}`));
    else if (parts.has(part.output.plugin)) faults.push(sceneMessage('part-twice', { file, part: part.output.plugin }));
    else parts.set(part.output.plugin, part.output);
  }
  return { scene: { format: SCENE_FORMAT, kind, city, savedMs, view, parts: [...parts.values()] }, faults };
}

import * as v from 'valibot';
import { HAZARDS, INCIDENT_LEVELS, INCIDENT_ROLES, ResponsePlan } from '../model/incidents/response-plan.ts';
import {
  LOG_INPUT,
  ScenarioExpectation,
  ScenarioId,
  ScenarioInput,
  ScenarioText,
} from '../model/incidents/scenario-input.ts';
import { arrayOf, Id, numberBetween, Point, withDescription } from '../model/questions/parts.ts';
import { caseMessage } from '../model/text/case-messages.ts';
import { requirement } from '../model/text/requirements.ts';
import { parseCase, ScenarioError } from './faults.ts';

/**
 * An incident as a person writes it: what happens minute by minute, what is computed for it and what it should come to. `shapan sim
 * incident --write` makes the packages of it, with ways by road and a chained log. `incident.schema.json` says the same to editors.
 */
const Level = v.picklist(INCIDENT_LEVELS);
const Minutes = numberBetween(0, 10_080);
const MAX_LINES = 2_000;

const Act = v.variant('kind', [
  v.strictObject({ kind: v.literal('comment'), text: ScenarioText }),
  v.strictObject({ kind: v.literal('alarm'), key: Id, title: ScenarioText, priority: Level }),
  v.strictObject({ kind: v.literal('level'), level: Level, text: ScenarioText }),
  v.strictObject({
    kind: v.literal('role'),
    role: v.picklist(INCIDENT_ROLES),
    unit: withDescription('A unit or post, never the name of a person', ScenarioText),
  }),
  v.strictObject({ kind: v.literal('step'), step: Id, state: v.picklist(['started', 'done']) }),
  withDescription(
    'The input of this id was computed: its hashes go into the log',
    v.strictObject({
      kind: v.literal('run'),
      input: ScenarioId,
      orders: v.picklist(['with', 'without']),
      text: ScenarioText,
    }),
  ),
  withDescription(
    'An order for each vehicle that the input of dispatch sends: accepted, on its way and on site as its way by road takes',
    v.strictObject({
      kind: v.literal('dispatch'),
      input: ScenarioId,
      tasks: withDescription('What is to be done, by demand', v.record(v.string(), ScenarioText)),
      acceptMin: Minutes,
      turnoutMin: withDescription('From the order until it sets out', Minutes),
      workMin: withDescription('On site until it is done; null: it stays', v.nullable(Minutes)),
    }),
  ),
  v.strictObject({ kind: v.literal('closed'), text: ScenarioText }),
]);

export const IncidentScenario = v.strictObject({
  format: v.literal(1),
  kind: v.literal('incident-scenario'),
  id: ScenarioId,
  title: ScenarioText,
  about: ScenarioText,
  city: withDescription('A baked city, by its id', Id),
  anchor: v.optional(
    v.nullable(withDescription("An anchor of the city's scenario-anchors.json; left out: a place of its own", Id)),
    null,
  ),
  start: withDescription(
    'ISO 8601 with its zone: when the incident is opened',
    v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/, requirement('zonedTime'))),
  ),
  hazard: v.picklist(HAZARDS),
  level: Level,
  placeM: withDescription("East, north of the city's origin", Point),
  object: v.optional(v.string(), ''),
  plan: withDescription('One of its own, or a default one by its id', v.union([Id, ResponsePlan])),
  inputs: arrayOf(ScenarioInput, 0, 100),
  lines: arrayOf(
    v.strictObject({
      atMin: withDescription('From the opening', Minutes),
      isInject: v.optional(withDescription('A drill’s instructor releases it', v.boolean()), false),
      act: Act,
    }),
    1,
    MAX_LINES,
  ),
  expected: arrayOf(ScenarioExpectation, 0, 500),
});
export type IncidentScenario = v.InferOutput<typeof IncidentScenario>;
export type ScenarioAct = IncidentScenario['lines'][number]['act'];

/** A scenario by its schema; what it names must be there. */
export function parseIncidentScenario(json: unknown, file: string): IncidentScenario {
  const scenario = parseCase(IncidentScenario, json, file);
  const ids = new Map(scenario.inputs.map(({ id, kind }) => [id, kind]));
  const need = (place: string, input: string, kinds: readonly string[]) => {
    const kind = ids.get(input);
    if (kind === undefined || !kinds.includes(kind))
      throw new ScenarioError(caseMessage('no-input', { file, place, got: input, kinds: kinds.join(', ') }));
  };
  for (const [i, { act }] of scenario.lines.entries()) {
    if (act.kind === 'run') need(`lines.${i}.act.input`, act.input, [...ids.values()]);
    if (act.kind === 'dispatch') need(`lines.${i}.act.input`, act.input, ['dispatch']);
  }
  for (const [i, { input }] of scenario.expected.entries())
    if (input !== LOG_INPUT) need(`expected.${i}.input`, input, [...ids.values()]);
  return scenario;
}

import * as v from 'valibot';
import { parseAs } from '../city/grid.ts';
import { MessageError } from '../text/message.ts';
import { checkChain, type IncidentEntry, parseEntries } from './incident-entry.ts';
import { incidentMessage } from './incident-messages.ts';
import { ScenarioExpectation, ScenarioFigures, ScenarioId, ScenarioInput, ScenarioText } from './scenario-input.ts';

const Name = v.pipe(v.string(), v.maxLength(300));
const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const Branch = v.object({
  name: Name,
  /** The line of the parent after which it goes on by itself. */
  seq: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** The whole log of the branch, from the parent's first line on: a chain of its own. */
  entries: v.unknown(),
});
const MAX_BRANCHES = 50;
const MAX_INPUTS = 100;
const MAX_EXPECTED = 500;

/** What makes a package a scenario: what was computed for it, which lines come from outside, what it should come to. */
const Scenario = v.object({
  id: ScenarioId,
  title: ScenarioText,
  about: ScenarioText,
  /** Place in the city's `scenario-anchors.json`; null: a place of its own. */
  anchor: v.nullable(Name),
  /** Language of its log's words. */
  language: v.picklist(['zh', 'en']),
  inputs: v.pipe(
    v.array(v.object({ asked: ScenarioInput, inputHash: Hash, resultHash: Hash, figures: ScenarioFigures })),
    v.maxLength(MAX_INPUTS),
  ),
  /** Lines by number that a drill's instructor releases: what the world does, and nobody of those who are drilled. */
  injects: v.array(v.pipe(v.number(), v.integer(), v.minValue(1))),
  expected: v.pipe(v.array(ScenarioExpectation), v.maxLength(MAX_EXPECTED)),
});
/** What makes a package a scenario. */
export type PackageScenario = v.InferOutput<typeof Scenario>;

/**
 * The format of the file around the logs. It is raised where a program of before would read the file wrongly; fields that it may strip
 * without harm do not raise it, and the lines of logs have their own number (`LOG_FORMAT`).
 */
const PACKAGE_FORMAT = 1;

const Package = v.object({
  format: v.literal(PACKAGE_FORMAT),
  kind: v.literal('shapan-incident'),
  city: Name,
  /** Hash of the city's data that it was played on. */
  cityHash: Name,
  /** The recording of the feeds of that time, by its name at the hub; null: none was named. */
  recording: v.nullable(v.object({ name: Name, fromMs: v.number(), toMs: v.number() })),
  entries: v.unknown(),
  branches: v.pipe(v.array(Branch), v.maxLength(MAX_BRANCHES)),
  /** Absent: a record of what happened, without inputs or expectations. */
  scenario: v.optional(v.nullable(Scenario), null),
});

/** One incident in one file: its log with the 预案, the orders and the runs with their hashes, its branches and which recording belongs to it. */
export interface IncidentPackage {
  city: string;
  cityHash: string;
  recording: { name: string; fromMs: number; toMs: number } | null;
  entries: IncidentEntry[];
  branches: { name: string; seq: number; entries: IncidentEntry[] }[];
  /** Null: a record of what happened. */
  scenario: PackageScenario | null;
}

/** Reads a package; throws where a line of it was changed since it was written, and says so where it is of a later format. */
export function parseIncidentPackage(json: unknown, file: string): IncidentPackage {
  const got = typeof json === 'object' && json !== null ? Reflect.get(json, 'format') : undefined;
  if (typeof got === 'number' && got > PACKAGE_FORMAT)
    throw new MessageError(incidentMessage('later-package', { file, got, most: PACKAGE_FORMAT }));
  const { city, cityHash, recording, scenario, ...rest } = parseAs(Package, json, file);
  const chain = (value: unknown) => {
    const entries = parseEntries(value, file);
    checkChain(entries);
    return entries;
  };
  const branches = rest.branches.map(({ name, seq, entries }) => ({ name, seq, entries: chain(entries) }));
  return { city, cityHash, recording, entries: chain(rest.entries), branches, scenario };
}

/** The file's text: a line an entry, so that two packages can be compared line by line. */
export function incidentPackageText({ entries, branches, scenario, ...head }: IncidentPackage): string {
  const lines = (list: readonly unknown[]) => `[\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`;
  const facts = { format: PACKAGE_FORMAT, kind: 'shapan-incident', ...head };
  const own = branches.map(
    ({ name, seq, entries: of }) => `{"name":${JSON.stringify(name)},"seq":${seq},"entries":${lines(of)}}`,
  );
  const parts = Object.entries(facts).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
  if (scenario) parts.push(`"scenario": ${JSON.stringify(scenario, null, 1)}`);
  parts.push(`"entries": ${lines(entries)}`, `"branches": [${own.join(',\n')}]`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

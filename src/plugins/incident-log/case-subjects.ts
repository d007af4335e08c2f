import type { CityCase } from '../../../model/cases/cases.ts';
import { jsonHash } from '../../../model/text/json-hash.ts';
import type { RunsSlice } from '../../twin/runs.ts';
import { runInputHash } from './run-lines.ts';

/** Characters of a case's name in the log at most. */
const MAX_CASE_ID = 300;

/** What an incident is opened from, and by what hash its log says so. */
interface CaseSource {
  kind: 'case';
  id: string;
  hash: string;
}

/** The runs of the page, each by the hash of its inputs: the same one as on the line of a run that an incident's log holds. */
export const runSources = (
  runs: RunsSlice['runs'],
): { engine: string; title: string; key: string; source: CaseSource }[] =>
  Object.entries(runs).flatMap(([engine, { list }]) =>
    list.map((run) => ({
      engine,
      title: run.name,
      key: `run ${engine} ${run.id}`,
      source: { kind: 'case', id: `${engine} ${run.name}`.slice(0, MAX_CASE_ID), hash: runInputHash({ engine, run }) },
    })),
  );

/** The open cases of the city's management, the gravest first, each by the hash of all that is known of it now, its log included. */
export const caseSources = (cases: readonly CityCase[]): { one: CityCase; key: string; source: CaseSource }[] =>
  cases
    .filter(({ stage }) => stage !== 'closed')
    .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1))
    .map((one) => ({
      one,
      key: `case ${one.id}`,
      source: { kind: 'case', id: one.id, hash: jsonHash(JSON.parse(JSON.stringify(one))) },
    }));

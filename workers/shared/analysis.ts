import type * as v from 'valibot';
import type { EngineId } from '../../model/runs/engine-id.ts';
import type { DataTable } from '../../model/tables/data-table.ts';
import type { CityFiles, EngineTypes, ListedEngine, Machine, Pause, QuestionEngine, Site } from './engine.ts';
import { parseRequest } from './parse-request.ts';

/** Reports how much of an analysis is done. */
type Progress = (doneRatio: number) => void;

/**
 * What engines of analyses answer beside what is their own: one analysis at a time, whose numbers can be had as tables. Pages and the
 * command line ask all of them alike.
 */
export interface AnalysisQuestions<Request, Result> {
  /** Null: stopped. MessageError where the request cannot be analysed. */
  analyse(request: Request, hear: Progress): Promise<Result | null>;
  stop(): Promise<void>;
  /** Returns each table of the last analysis by the name of its file without ending; none before there is one. */
  tables(): Promise<Record<string, DataTable>>;
}

/** The questions of an engine that are its own. */
export type OwnQuestions<Types extends EngineTypes> = Omit<
  Types['questions'],
  keyof AnalysisQuestions<unknown, unknown>
>;

/** An engine of analyses as it is written: `City` is what it reads of a city, and is handed to all its functions. */
interface Analysis<Facts, Request, Result, City, More> {
  id: EngineId;
  /** What can be asked; every request is parsed by it. */
  question: v.GenericSchema<unknown, Request>;
  /** Threads beside its own that a compiled kernel takes at least; absent: it has no kernel. */
  kernelHelpers?: number;
  open(files: CityFiles, machine: Machine): Promise<City>;
  /** Small facts that a page needs to offer a form. */
  facts(city: City): Facts;
  /** Null: stopped. MessageError where the request cannot be analysed. */
  analyse(city: City, request: Request, pause: Pause): Result | null | Promise<Result | null>;
  tables(result: Result, city: City): Record<string, DataTable> | Promise<Record<string, DataTable>>;
  /** Small figures that a summary tells of a result, beside its case, city and hash. */
  figures(result: Result): object;
  /** Copies arrays that go over to the page uncopied, because the tables are made of the engine's own. */
  copy?(result: Result): Result;
  /** Questions of its own. `begin` is called where one is asked that can be stopped like an analysis. */
  more?(city: City, begin: (hear: Progress) => Pause): More;
}

/** A city as an engine of analyses holds it, with the last result. */
interface AnalysisSite<Facts, Result, City> extends Site<Facts> {
  readonly city: City;
  readonly machine: Machine;
  isStopped: boolean;
  last: Result | null;
}

interface AnalysisTypes<Facts, Request, Result, More> extends EngineTypes {
  facts: Facts;
  questions: AnalysisQuestions<Request, Result> & More;
}

/** An engine of analyses as the command line knows it. */
interface AnalysisEngine<
  Facts = unknown,
  Request = unknown,
  Result extends { hash: string } = { hash: string },
  City = unknown,
  More = object,
> extends QuestionEngine<AnalysisTypes<Facts, Request, Result, More>, AnalysisSite<Facts, Result, City>> {
  figures(result: Result): object;
}

/** An engine that answers one analysis at a time and plays no runs. */
export function defineAnalysis<Facts, Request, Result extends { hash: string }, City, More extends object = object>(
  analysis: Analysis<Facts, Request, Result, City, More>,
): AnalysisEngine<Facts, Request, Result, City, More> {
  const { id, question, kernelHelpers = null } = analysis;
  return {
    id,
    hasKernel: kernelHelpers !== null,
    minHelpers: kernelHelpers,
    needs: [],
    gives: [],
    figures: (result) => analysis.figures(result),
    async open(files, machine) {
      const city = await analysis.open(files, machine);
      return { facts: analysis.facts(city), city, machine, isStopped: false, last: null };
    },
    questions(site) {
      const { city, machine } = site;
      const begin = (hear: Progress): Pause => {
        site.isStopped = false;
        return async (doneRatio) => {
          hear(doneRatio);
          await machine.yield();
          return site.isStopped;
        };
      };
      const more = analysis.more?.(city, begin);
      return {
        ...(more as More),
        async analyse(request, hear) {
          const result = await analysis.analyse(city, parseRequest(question, request, id), begin(hear));
          if (!result) return null;
          site.last = result;
          return analysis.copy?.(result) ?? result;
        },
        async stop() {
          site.isStopped = true;
        },
        tables: async () => (site.last ? analysis.tables(site.last, city) : {}),
      };
    },
  };
}

/** An engine of the list as one of analyses. @throws Error where it is none. */
export function asAnalysis(engine: ListedEngine): AnalysisEngine {
  if ('figures' in engine) return engine as AnalysisEngine;
  throw new Error(`${engine.id}: expected an engine of analyses`);
}

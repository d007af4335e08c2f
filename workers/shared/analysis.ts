/**
 * What engines of analyses answer beside what is their own: one analysis at a time, whose numbers can be had as tables. Pages and the
 * command line ask all of them alike.
 */
export interface AnalysisQuestions<Request, Result> {
  /** Null: stopped. MessageError where the request cannot be analysed. */
  analyse(request: Request, hear: (doneRatio: number) => void): Promise<Result | null>;
  stop(): Promise<void>;
  /** Of the last analysis: the text of each table (CSV) by its name without ending; none before there is one. */
  tables(): Promise<Record<string, string>>;
}

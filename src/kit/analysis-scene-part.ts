import * as v from 'valibot';
import { doneSerial } from '../twin/analyses.ts';
import type { Analysis } from '../twin/analysis.ts';
import type { Controller, Opener } from '../twin/services.ts';
import type { TwinState } from '../twin/slice.ts';
import type { App, ScenePart } from './plugin.ts';
import { sceneData, sceneForm } from './scene-data.ts';
import type { WordKey } from './words.ts';

interface AnalysisSceneWish<Form extends object, Request> {
  title: WordKey;
  opener: Opener<App, Controller & Pick<Analysis<never, Request, unknown>, 'analyse'>>;
  form(state: TwinState): Form;
  setForm(state: TwinState, form: Form): void;
  /** Null: something is missing. */
  request(form: Form): Request | null;
}

const Data = v.object({ form: v.unknown(), isDone: v.boolean() });

/** The form of an analysis with what was drawn for it; one that was on the picture is computed again, and is the same. */
export function analysisScenePart<Form extends object, Request>({
  title,
  opener,
  form,
  setForm,
  request,
}: AnalysisSceneWish<Form, Request>): ScenePart {
  return {
    title,
    version: 1,
    async save({ twin }) {
      const state = twin.getState();
      const isDone = doneSerial(state, opener.id) !== null;
      const isTouched = JSON.stringify(form(state)) !== JSON.stringify(form(twin.getInitialState()));
      return isDone || isTouched ? { data: { form: form(state), isDone } } : null;
    },
    async open(app, data) {
      const { form: given, isDone } = sceneData(Data, data, opener.id);
      const opened = sceneForm(form(app.twin.getInitialState()), given, opener.id);
      setForm(app.twin.getState(), opened);
      const sceneRequest = isDone ? request(opened) : null;
      if (sceneRequest !== null) await app.controllerOf(opener).analyse(sceneRequest);
      return [];
    },
  };
}

import * as v from 'valibot';
import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { messageTable } from '../../../model/text/message.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { sceneData } from '../../kit/scene-data.ts';
import type { Picking } from '../../twin/pick.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';
import { Annotation, type AnnotationForm, freeId, MAX_ANNOTATIONS, MIN_POINTS } from './annotation.ts';

/** Id of the plug-in, of its tool and of its picking. */
export const ANNOTATIONS = 'annotations';

const annotationMessage = messageTable({
  'not-kept': {
    zh: '浏览器没有为本页保留数据：标注在关闭窗口后丢失，请存为场景或 GeoJSON',
    en: 'this browser does not save data for this page: annotations are lost when the window is closed; save them as a scene or GeoJSON',
  },
});

export const annotationsController: Opener<App, Controller> = {
  id: ANNOTATIONS,
  open: (app) => openAnnotations(app, browserText('shapan-annotations-')),
};

/** Takes what is drawn into the list, and keeps the list of this city in the browser. */
export function openAnnotations({ twin, panels, report }: Pick<App, 'twin' | 'panels' | 'report'>, store: BrowserText) {
  const { id: city } = twin.city;
  const kept = restored(store.load(city), report);
  if (kept.length > 0) twin.getState().setAnnotations(kept);
  // What could not be read stays as it is until there is something to keep.
  const { annotations: first } = twin.getState();
  let isReported = false;
  const endKeeping = twin.follow(
    ({ annotations }) => annotations,
    (annotations, { language }) => {
      if (annotations === first || store.save(city, JSON.stringify(annotations)) || isReported) return;
      isReported = true;
      panels.getState().notify(annotationMessage('not-kept', {}).text[language]);
    },
  );
  const endTaking = twin.follow(
    ({ pick }) => pick,
    (pick, state) => {
      const form = state.annotationForm;
      if (pick && isWhole(pick, form)) take(state, form, pick.points);
    },
  );
  return {
    close() {
      endKeeping();
      endTaking();
    },
  };
}

/** What this browser kept; one that is broken is told and does not take the others with it. */
function restored(text: string | null, report: App['report']): Annotation[] {
  const readOrReport = <T>(read: () => T[]): T[] => {
    try {
      return read();
    } catch (error) {
      report(ANNOTATIONS, error);
      return [];
    }
  };
  if (text === null) return [];
  const items = readOrReport(() => sceneData(v.array(v.unknown()), JSON.parse(text), KEPT));
  return items.flatMap((one, i) => readOrReport(() => [sceneData(Annotation, one, `${KEPT}.${i}`)]));
}

const KEPT = 'localStorage.annotations';

const isWhole = ({ owner, points, done }: Picking, form: AnnotationForm): boolean =>
  owner === ANNOTATIONS && (done || form === 'point') && points.length >= MIN_POINTS[form];

function take(state: TwinState, form: AnnotationForm, points: readonly SurfacePoint[]): void {
  const { annotations, setAnnotations } = state;
  if (annotations.length < MAX_ANNOTATIONS)
    setAnnotations([...annotations, { id: freeId(annotations), form, text: '', points: points.map(placeOf) }]);
  pickNext(state);
}

const placeOf = ({ lonLat: { lonDeg, latDeg, heightM } }: SurfacePoint) => ({ lonDeg, latDeg, heightM });

/** Takes clicks on the picture for the next one. */
export function pickNext({ startPicking, annotationForm }: TwinState): void {
  startPicking(ANNOTATIONS, annotationForm, annotationForm === 'area' ? 'area' : 'distance');
}

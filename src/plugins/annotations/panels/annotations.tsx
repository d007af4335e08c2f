import { useEffect } from 'react';
import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { IconButton, Panel, Segmented } from '../../../kit/controls.tsx';
import { TextField } from '../../../kit/form-fields.tsx';
import { usePickCross } from '../../../kit/pick-cross.tsx';
import { saveFile } from '../../../kit/run-parts.tsx';
import { useWords } from '../../../kit/words.ts';
import { ANNOTATION_FORMS, type Annotation, type AnnotationForm, geoJsonOf, MAX_ANNOTATIONS } from '../annotation.ts';
import { ANNOTATIONS, pickNext } from '../controller.ts';

const START_WORD = {
  point: 'annotations.startPoint',
  line: 'annotations.startLine',
  area: 'annotations.startArea',
} as const;

/** From so far off one sees a remark with what is around it. */
const SIGHT_RADIUS_M = 120;

/** Remarks on the map: clicks draw them for as long as this panel is open. */
export function AnnotationsPanel({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const { twin } = useApp();
  const annotations = useTwin((state) => state.annotations);
  const form = useTwin((state) => state.annotationForm);
  const { cross, here } = usePickCross();
  const { setAnnotationForm, setAnnotations, endPicking } = twin.getState();
  useEffect(() => {
    pickNext(twin.getState());
    return () => endPicking(ANNOTATIONS);
  }, [twin, endPicking]);
  const choose = (chosen: AnnotationForm): void => {
    setAnnotationForm(chosen);
    pickNext(twin.getState());
  };
  const isFull = annotations.length >= MAX_ANNOTATIONS;
  return (
    <>
      {cross}
      <Panel title={t('annotations.title')} className="tool annotations" onClose={onClose}>
        <Segmented<AnnotationForm>
          label={t('annotations.form')}
          value={form}
          options={ANNOTATION_FORMS.map((value) => ({ value, label: t(`annotations.${value}`) }))}
          onChange={choose}
        />
        <p className={isFull ? 'note warn' : 'note'} role="status">
          {isFull ? t('annotations.full', { most: MAX_ANNOTATIONS }) : t(START_WORD[form])}
        </p>
        {form !== 'point' && <PickActions isArea={form === 'area'} />}
        {here}
        {annotations.length > 0 && (
          <section className="minor" aria-label={t('annotations.list', { count: annotations.length })}>
            <h3>{t('annotations.list', { count: annotations.length })}</h3>
            {annotations.map((annotation, i) => (
              <Remark key={annotation.id} annotation={annotation} name={t('annotations.nth', { n: i + 1 })} />
            ))}
            <p className="form-actions">
              <button type="button" className="btn small" onClick={() => save(twin.city.id, annotations)}>
                {t('annotations.save')}
              </button>
              <button type="button" className="btn small" onClick={() => setAnnotations([])}>
                {t('annotations.clear')}
              </button>
            </p>
          </section>
        )}
        <p className="note">{t('annotations.kept')}</p>
      </Panel>
    </>
  );
}

const save = (city: string, annotations: readonly Annotation[]): void =>
  saveFile(
    `${city}-annotations.geojson`,
    'application/geo+json',
    `${JSON.stringify(geoJsonOf(annotations), null, 2)}\n`,
  );

/** A line or an area is ended by a double click, or here. */
function PickActions({ isArea }: { isArea: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const points = useTwin(({ pick }) => (pick?.owner === ANNOTATIONS ? pick.points.length : 0));
  const { finishPicking, dropPickPoint } = twin.getState();
  return (
    <div className="actions">
      <button type="button" className="btn primary" disabled={points < (isArea ? 3 : 2)} onClick={finishPicking}>
        {t('common.finish')}
      </button>
      <button type="button" className="btn" disabled={points === 0} onClick={dropPickPoint}>
        {t('pick.undo')}
      </button>
    </div>
  );
}

function Remark({ annotation, name }: { annotation: Annotation; name: string }) {
  const { t } = useWords();
  const { twin, view } = useApp();
  const { id, text, points } = annotation;
  const { writeAnnotation, removeAnnotation } = twin.getState();
  const fly = (): void => {
    const [eastM, northM, upM] = enuFromLonLat(twin.city.origin, points[0]);
    view.flyToPlace({ eastM, northM, upM, radiusM: SIGHT_RADIUS_M });
  };
  return (
    <div className="remark">
      <TextField
        label={name}
        value={text}
        hint={t('annotations.hint')}
        onChange={(value) => writeAnnotation(id, value)}
      />
      <IconButton icon="eye" label={`${t('common.flyTo')} · ${name}`} onClick={fly} />
      <IconButton icon="x" label={t('run.remove', { name })} onClick={() => removeAnnotation(id)} />
    </div>
  );
}

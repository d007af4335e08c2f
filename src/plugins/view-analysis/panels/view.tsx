import type { SurfacePoint } from '../../../../model/geo/surface-point.ts';
import { AnalysisFacts, AnalysisRun, PlannedLayers } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { ChoiceField, NumberField, PickField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { requestOf, VIEW_ANALYSIS, viewOpener } from '../open.ts';
import type { ViewForm, ViewKind } from '../slice.ts';
import { ViewOutcome } from './outcome.tsx';

const KINDS: readonly ViewKind[] = ['sight', 'viewshed', 'corridor', 'skyline', 'landmark'];

/** Which analysis, its points and its numbers; what it came to stands below. */
export function ViewPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(viewOpener);
  const form = useTwin(({ viewForm }) => viewForm);
  const set = useTwin(({ setViewForm }) => setViewForm);
  const request = requestOf(form);
  const choose = (kind: ViewKind) => {
    controller.clear();
    set({ kind });
  };
  return (
    <Panel title={t('views.title')} className="dock views analysis" onClose={onClose}>
      <section className="part">
        <ChoiceField
          label={t('views.kind')}
          value={form.kind}
          options={KINDS.map((value) => ({ value, label: t(`views.${value}`) }))}
          onChange={choose}
        />
        <p className="note">{t(`views.${form.kind}About`)}</p>
        <Points form={form} />
        <Numbers form={form} />
        <Facts form={form} />
        {!request && (
          <p className="note">
            {t(form.kind === 'viewshed' || form.kind === 'skyline' ? 'views.needFrom' : 'views.needTo')}
          </p>
        )}
        <AnalysisRun
          plugin={VIEW_ANALYSIS}
          controller={controller}
          label={t('views.run')}
          start={request && (() => void controller.analyse(request))}
        >
          <ViewOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}

/** The points that the analysis takes, each picked on the map. */
function Points({ form }: { form: ViewForm }) {
  const { t } = useWords();
  const set = useTwin(({ setViewForm }) => setViewForm);
  const { kind } = form;
  const hasTo = kind === 'sight' || kind === 'corridor' || kind === 'landmark';
  const isTop = kind !== 'sight';
  return (
    <>
      {kind !== 'landmark' && (
        <>
          <PointRow which="from" label={t('views.from')} pick={t('views.pickFrom')} point={form.from} />
          <NumberField
            label={t('views.aboveFrom')}
            unit="m"
            value={form.fromAboveM}
            min={0}
            max={1000}
            step={0.1}
            onChange={(fromAboveM) => set({ fromAboveM })}
          />
        </>
      )}
      {hasTo && (
        <>
          <PointRow
            which="to"
            label={t(isTop ? 'views.toLandmark' : 'views.to')}
            pick={t('views.pickTo')}
            point={form.to}
          />
          <NumberField
            label={t(isTop ? 'views.aboveLandmark' : 'views.aboveTo')}
            unit="m"
            value={form.toAboveM}
            min={0}
            max={1000}
            step={0.1}
            onChange={(toAboveM) => set({ toAboveM })}
          />
        </>
      )}
    </>
  );
}

function PointRow({
  which,
  label,
  pick,
  point,
}: {
  which: 'from' | 'to';
  label: string;
  pick: string;
  point: SurfacePoint | null;
}) {
  const { t } = useWords();
  const { twin } = useApp();
  const picking = useTwin((state) => pickingOf(state, VIEW_ANALYSIS));
  const onPick = (on: boolean) => {
    const { startPicking, endPicking } = twin.getState();
    if (on) startPicking(VIEW_ANALYSIS, which, 'distance');
    else endPicking(VIEW_ANALYSIS);
  };
  const elevation = point && formatNumber(point.elevationM, 2);
  return (
    <div className="view-point" data-point={which}>
      <b>{label}</b>
      <span className="note">
        {point && elevation
          ? t(point.on === 'ground' ? 'views.onGround' : 'views.onObject', { elevation })
          : t('views.notPicked')}
      </span>
      <span className="space" />
      <PickField icon="pin" label={pick} hint={t('views.pickHint')} isPicking={picking === which} onPick={onPick} />
    </div>
  );
}

type NumberName = 'radiusM' | 'targetM' | 'eyeM' | 'fromWidthM' | 'toWidthM' | 'fromDeg' | 'toDeg' | 'stepDeg' | 'farM';

const NUMBERS: Record<
  NumberName,
  {
    word: 'radius' | 'target' | 'eye' | 'fromWidth' | 'toWidth' | 'fromDeg' | 'toDeg' | 'step' | 'far';
    unit: string;
    min: number;
    max: number;
    step: number;
  }
> = {
  radiusM: { word: 'radius', unit: 'm', min: 10, max: 20_000, step: 100 },
  targetM: { word: 'target', unit: 'm', min: 0, max: 1000, step: 0.1 },
  eyeM: { word: 'eye', unit: 'm', min: 0, max: 1000, step: 0.1 },
  fromWidthM: { word: 'fromWidth', unit: 'm', min: 0, max: 2000, step: 10 },
  toWidthM: { word: 'toWidth', unit: 'm', min: 0, max: 2000, step: 10 },
  fromDeg: { word: 'fromDeg', unit: '°', min: 0, max: 360, step: 5 },
  toDeg: { word: 'toDeg', unit: '°', min: 0, max: 360, step: 5 },
  stepDeg: { word: 'step', unit: '°', min: 0.05, max: 10, step: 0.05 },
  farM: { word: 'far', unit: 'm', min: 10, max: 20_000, step: 500 },
};

const OF_KIND: Record<ViewKind, readonly NumberName[]> = {
  sight: [],
  viewshed: ['radiusM', 'targetM'],
  corridor: ['fromWidthM', 'toWidthM'],
  skyline: ['fromDeg', 'toDeg', 'stepDeg', 'farM'],
  landmark: ['radiusM', 'eyeM'],
};

function Numbers({ form }: { form: ViewForm }) {
  const { t } = useWords();
  const set = useTwin(({ setViewForm }) => setViewForm);
  return (
    <>
      {OF_KIND[form.kind].map((name) => {
        const { word, ...bounds } = NUMBERS[name];
        return (
          <NumberField
            key={name}
            label={t(`views.${word}`)}
            {...bounds}
            value={form[name]}
            onChange={(value) => set({ [name]: value })}
          />
        );
      })}
      {form.kind !== 'corridor' && (
        <NumberField
          label={t('views.refraction')}
          unit=""
          value={form.refractionRatio}
          min={0}
          max={0.5}
          step={0.01}
          onChange={(refractionRatio) => set({ refractionRatio })}
        />
      )}
    </>
  );
}

/** What the city lacks for exact views, and its planned buildings. */
function Facts({ form }: { form: ViewForm }) {
  const { t } = useWords();
  const controller = useController(viewOpener);
  const set = useTwin(({ setViewForm }) => setViewForm);
  const facts = useQuery('view facts', () => controller.facts());
  if (facts.kind !== 'answered') return <AnalysisFacts facts={facts} />;
  const { origin, planned, isFlat } = facts.answer;
  return (
    <>
      <PlannedLayers layers={planned} chosen={form.planned} onChange={(chosen) => set({ planned: chosen })} />
      {isFlat && <p className="note">{t('views.flat')}</p>}
      {origin === null && <p className="note">{t('views.noVolumes')}</p>}
    </>
  );
}

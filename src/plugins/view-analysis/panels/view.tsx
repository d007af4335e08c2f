import type { SurfacePoint } from '../../../../model/geo/surface-point.ts';
import { boundsOf } from '../../../../model/questions/field.ts';
import { numbersOfView, ViewNumbers, ViewPoint } from '../../../../model/questions/view-analysis.ts';
import { AnalysisFacts, AnalysisRun, PlannedLayers } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, NumberField, PickField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { requestOf, VIEW_ANALYSIS, viewAnalysisController } from '../controller.ts';
import type { ViewForm, ViewKind } from '../slice.ts';
import { ViewOutcome } from './outcome.tsx';

const KINDS: readonly ViewKind[] = ['sight', 'viewshed', 'corridor', 'skyline', 'landmark'];

/** Which analysis, its points and its numbers; what it came to stands below. */
export function ViewPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(viewAnalysisController);
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
        <Fields of={ViewNumbers} only={numbersOfView(form.kind)} value={form} onChange={set} />
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
            {...boundsOf(ViewPoint.entries.aboveM)}
            value={form.fromAboveM}
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
            {...boundsOf(ViewPoint.entries.aboveM)}
            value={form.toAboveM}
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

/** What the city lacks for exact views, and its planned buildings. */
function Facts({ form }: { form: ViewForm }) {
  const { t } = useWords();
  const controller = useController(viewAnalysisController);
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

import { useEffect } from 'react';
import { boundsOf } from '../../../../model/questions/field.ts';
import { NoiseBarrier, NoiseChange, NoiseRequest } from '../../../../model/questions/noise.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { FormSection, NumberField, PickField } from '../../../kit/form-fields.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { useWords } from '../../../kit/words.ts';
import { pickingOf } from '../../../twin/pick.ts';
import { NOISE_MAP, type NoiseDrawn, noiseController, requestOf } from '../controller.ts';
import type { NoiseForm } from '../slice.ts';
import { NoiseOutcome } from './outcome.tsx';

/** Asked for where no layer tells the weather. */
const STATED_AIR = ['airC', 'humidityPct'] as const;

/** Where, when and how high; what changes; and what came of it. */
export function NoisePanel({ onClose }: PanelProps) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const controller = useController(noiseController);
  const form = useTwin(({ noiseForm }) => noiseForm);
  const set = useTwin(({ setNoiseForm }) => setNoiseForm);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const facts = useQuery(`noise facts ${JSON.stringify(roles)}`, () => controller.facts());
  useEffect(() => () => twin.getState().endPicking(NOISE_MAP), [twin]);
  const request = requestOf(form);
  const answer = facts.kind === 'answered' ? facts.answer : null;
  return (
    <Panel title={t('noise.title')} className="dock noise analysis" onClose={onClose}>
      <section className="part">
        <p className="note">{t('noise.about')}</p>
        <AnalysisFacts facts={facts} />
        <Draw kind="area" isDrawn={form.ringM !== null} />
        <Fields
          of={NoiseRequest}
          only={['period', 'spacingM', 'heightM', 'reachM', 'reflects']}
          value={form}
          onChange={set}
        />
        <Change form={form} />
        <FormSection title={t('noise.airTitle')}>
          {answer?.weather && <Fields of={NoiseRequest} only={['weather']} value={form} onChange={set} />}
          {answer?.weather && form.weather === 'given' && (
            <p className="note">{t('noise.weatherOf', { layer: of(answer.weather) })}</p>
          )}
          <Fields
            of={NoiseRequest}
            only={['favourablePct', ...(answer?.weather && form.weather === 'given' ? [] : STATED_AIR)]}
            value={form}
            onChange={set}
          />
        </FormSection>
        <p className="note">
          <span className="tag unsure">{t('common.inferred')}</span> {t('noise.inferredWhy')}
        </p>
        {answer?.hasCounts && <p className="note">{t('noise.countsThere')}</p>}
        {answer?.roads === null && <p className="note">{t('noise.noRoads')}</p>}
        {answer?.isFlat && <p className="note">{t('noise.flat')}</p>}
        {answer && !answer.hasLandCover && <p className="note">{t('noise.noCover')}</p>}
        {answer?.population.state === 'absent' && <p className="note">{t('noise.noResidents')}</p>}
        {!request && <p className="note">{t('noise.missing')}</p>}
        <AnalysisRun
          plugin={NOISE_MAP}
          controller={controller}
          label={t('noise.run')}
          start={request && answer?.roads ? () => void controller.analyse(request) : null}
        >
          <NoiseOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}

/** What is so afterwards: the roads, and a barrier. */
function Change({ form }: { form: NoiseForm }) {
  const { t } = useWords();
  const set = useTwin(({ setNoiseForm }) => setNoiseForm);
  return (
    <FormSection title={t('noise.changeTitle')}>
      <Fields of={NoiseChange} value={form} onChange={set} />
      <Draw kind="line" isDrawn={form.barrierM !== null} />
      {form.barrierM && (
        <>
          <NumberField
            label={t('noise.barrierHeight')}
            {...boundsOf(NoiseBarrier.entries.heightM)}
            value={form.barrierHeightM}
            onChange={(barrierHeightM) => set({ barrierHeightM })}
          />
          <button type="button" className="link" onClick={() => set({ barrierM: null })}>
            {t('noise.noBarrier')}
          </button>
        </>
      )}
    </FormSection>
  );
}

const WORDS = {
  area: { draw: 'noise.area', redraw: 'noise.areaAgain', hint: 'noise.areaHint' },
  line: { draw: 'noise.barrierLine', redraw: 'noise.barrierAgain', hint: 'noise.barrierHint' },
} as const;

/** The button that draws the area or the barrier. */
function Draw({ kind, isDrawn }: { kind: NoiseDrawn; isDrawn: boolean }) {
  const { t } = useWords();
  const { twin } = useApp();
  const picking = useTwin((state) => pickingOf(state, NOISE_MAP));
  const { startPicking, endPicking } = twin.getState();
  const words = WORDS[kind];
  return (
    <div className="chips">
      <PickField
        icon="ruler"
        label={t(isDrawn ? words.redraw : words.draw)}
        hint={t(words.hint)}
        isPicking={picking === kind}
        points={kind === 'area' ? 3 : 2}
        onPick={(on) =>
          on ? startPicking(NOISE_MAP, kind, kind === 'area' ? 'area' : 'distance') : endPicking(NOISE_MAP)
        }
      />
    </div>
  );
}

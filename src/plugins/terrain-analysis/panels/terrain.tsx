import { boundsOf } from '../../../../model/questions/field.ts';
import {
  AspectRequest,
  EarthworkRequest,
  LevelTarget,
  PlaneTarget,
} from '../../../../model/questions/terrain-analysis.ts';
import { AnalysisFacts, AnalysisRun } from '../../../kit/analysis-parts.tsx';
import { useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { Panel, Switch } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, NumberField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { GuessedGround } from '../../../kit/inferred-fact.tsx';
import type { PanelProps } from '../../../kit/plugin.ts';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { useWords } from '../../../kit/words.ts';
import { requestOf, TERRAIN_ANALYSIS, terrainAnalysisController } from '../controller.ts';
import type { TerrainForm, TerrainKind } from '../slice.ts';
import { BufferFields } from './buffer-fields.tsx';
import { DrawField } from './draw-field.tsx';
import { TerrainOutcome } from './outcome.tsx';

const KINDS: readonly TerrainKind[] = ['slope', 'aspect', 'earthwork', 'buffer', 'profile'];

/** Which analysis of the ground, what it takes, and what it came to. */
export function TerrainPanel({ onClose }: PanelProps) {
  const { t } = useWords();
  const controller = useController(terrainAnalysisController);
  const form = useTwin(({ terrainForm }) => terrainForm);
  const set = useTwin(({ setTerrainForm }) => setTerrainForm);
  const facts = useQuery('terrain facts', () => controller.facts());
  const request = requestOf(form);
  const choose = (kind: TerrainKind) => {
    controller.clear();
    set({ kind });
  };
  const hasGround = facts.kind !== 'answered' || facts.answer.cellM !== null || form.kind === 'buffer';
  return (
    <Panel title={t('terrain.title')} className="dock terrain analysis" onClose={onClose}>
      <section className="part">
        <ChoiceField
          label={t('terrain.kind')}
          value={form.kind}
          options={KINDS.map((value) => ({ value, label: t(`terrain.${value}`) }))}
          onChange={choose}
        />
        <p className="note">{t(`terrain.${form.kind}About`)}</p>
        <AnalysisFacts facts={facts} />
        {form.kind === 'slope' && <SlopeFields form={form} />}
        {form.kind === 'aspect' && <AspectFields form={form} />}
        {form.kind === 'earthwork' && <EarthworkFields form={form} />}
        {form.kind === 'buffer' && facts.kind === 'answered' && <BufferFields form={form} facts={facts.answer} />}
        {form.kind === 'profile' && <DrawField kind="line" isDrawn={form.lineM !== null} />}
        {facts.kind === 'answered' && facts.answer.isFlat && form.kind !== 'buffer' && (
          <p className="note">{t('terrain.flat')}</p>
        )}
        {facts.kind === 'answered' && form.kind === 'profile' && facts.answer.pipes === null && (
          <p className="note">{t('terrain.noPipes')}</p>
        )}
        {!request && <p className="note">{t('terrain.missing')}</p>}
        {!(facts.kind === 'answered' && facts.answer.isFlat) && <GuessedGround />}
        <AnalysisRun
          plugin={TERRAIN_ANALYSIS}
          controller={controller}
          label={t('terrain.run')}
          start={request && hasGround ? () => void controller.analyse(request) : null}
        >
          <TerrainOutcome />
        </AnalysisRun>
      </section>
    </Panel>
  );
}

interface FormProps {
  form: TerrainForm;
}

/** The whole city, or a drawn part of it. */
function Part({ form }: FormProps) {
  const { t } = useWords();
  const set = useTwin(({ setTerrainForm }) => setTerrainForm);
  return (
    <>
      <DrawField kind="area" isDrawn={form.ringM !== null} />
      {form.ringM ? (
        <button type="button" className="link" onClick={() => set({ ringM: null })}>
          {t('terrain.wholeCity')}
        </button>
      ) : (
        <p className="note">{t('terrain.isWholeCity')}</p>
      )}
    </>
  );
}

function SlopeFields({ form }: FormProps) {
  const { t } = useWords();
  const set = useTwin(({ setTerrainForm }) => setTerrainForm);
  return (
    <>
      <TextField label={t('terrain.breaks')} value={form.breaks} onChange={(breaks) => set({ breaks })} />
      <p className="note">
        <RuleMark standing={{ kind: 'unconfirmed' }} /> {t('terrain.breaksWhy')}
      </p>
      <Part form={form} />
    </>
  );
}

function AspectFields({ form }: FormProps) {
  const set = useTwin(({ setTerrainForm }) => setTerrainForm);
  return (
    <>
      <Fields of={AspectRequest} only={['flatBelowDeg']} value={form} onChange={set} />
      <Part form={form} />
    </>
  );
}

function EarthworkFields({ form }: FormProps) {
  const { t } = useWords();
  const set = useTwin(({ setTerrainForm }) => setTerrainForm);
  return (
    <>
      <DrawField kind="area" isDrawn={form.ringM !== null} />
      <ChoiceField
        label={t('terrain.target')}
        value={form.targetBy}
        options={[
          { value: 'level', label: t('terrain.level') },
          { value: 'plane', label: t('terrain.plane') },
        ]}
        onChange={(targetBy) => set({ targetBy })}
      />
      <div className="field brings">
        <span>{t('terrain.balanced')}</span>
        <Switch label={t('terrain.balanced')} on={form.isBalanced} onChange={(isBalanced) => set({ isBalanced })} />
      </div>
      {!form.isBalanced && (
        <NumberField
          label={t(form.targetBy === 'level' ? 'terrain.elevation' : 'terrain.elevationAtCorner')}
          {...boundsOf(LevelTarget.entries.elevationM)}
          value={form.elevationM}
          onChange={(elevationM) => set({ elevationM })}
        />
      )}
      {form.targetBy === 'plane' && (
        <Fields of={PlaneTarget} only={['fallPct', 'bearingDeg']} value={form} onChange={set} />
      )}
      {form.isBalanced && <Fields of={EarthworkRequest} only={['fillPerCutRatio']} value={form} onChange={set} />}
      {form.isBalanced && (
        <p className="note">{t('terrain.fillPerCutWhy', { ratio: formatNumber(form.fillPerCutRatio, 2) })}</p>
      )}
    </>
  );
}

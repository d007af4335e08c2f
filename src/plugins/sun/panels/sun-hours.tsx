import { useId } from 'react';
import { AnalysisFacts, Progress } from '../../../kit/analysis-parts.tsx';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice, Switch } from '../../../kit/controls.tsx';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { useWords } from '../../../kit/words.ts';
import { sunRuleIn, sunRulesIn } from '../../../twin/city-rules.ts';
import { sunController } from '../controller.ts';
import { PointFan } from './sun-fan.tsx';
import { SunOnGround } from './sun-ground.tsx';
import { SchemeField, useSchemeChoice } from './with-scheme.tsx';

/** 日照时数: hours of sun at the façades of the chosen building, or of all that what is planned may shade, before and after. */
export function SunHours({ year }: { year: number }) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const sun = useController(sunController);
  const facts = useQuery('sun facts', () => sun.facts());
  const study = useTwin((state) => state.sunStudied);
  const offered = useTwin((state) => sunRulesIn(twin.city, state));
  const { rule: chosenRule, brings } = useTwin((state) => state.sunForm);
  const { setSunForm } = twin.getState();
  const rule = chosenRule ?? offered[0].id;
  const chosen = useChosen();
  const ofScheme = useSchemeChoice();
  const ruleField = useId();
  if (facts.kind !== 'answered') return <AnalysisFacts facts={facts} />;
  const { origin, planned } = facts.answer;
  if (origin === null) return <p className="note sun-hours">{t('sun.noVolumes')}</p>;
  const names = planned.map((id) => twin.city.layers.find((layer) => layer.id === id)?.label ?? { zh: id, en: id });
  const layers = brings ? planned : [];
  const form = { year, rule, planned: layers, scheme: ofScheme.chosen };
  const rules = sunRuleIn(twin.city, twin.getState(), rule);
  return (
    <section className="sun-hours" aria-label={t('sun.hours')}>
      <div className="field">
        <label htmlFor={ruleField}>{t('sun.rule')}</label>
        <select id={ruleField} value={rule} onChange={(event) => setSunForm({ rule: event.currentTarget.value })}>
          {offered.map(({ id, label }) => (
            <option key={id} value={id}>
              {of(label)}
            </option>
          ))}
        </select>
      </div>
      <p className="note">
        {of(rules.source)} <RuleMark standing={{ kind: rules.verified ? 'stated' : 'unconfirmed' }} />
      </p>
      {planned.length > 0 && (
        <div className="field brings">
          <span>{t('sun.brings', { layers: names.map((name) => of(name)).join(t('sun.and')) })}</span>
          <Switch label={t('sun.bringsShort')} on={brings} onChange={(next) => setSunForm({ brings: next })} />
        </div>
      )}
      <SchemeField {...ofScheme} />
      <p className="note">{t('sun.will', { rule: of(rules.label) })}</p>
      {study.kind === 'running' ? (
        <Progress label={t('sun.hours')} doneRatio={study.doneRatio} onStop={() => sun.stop()} />
      ) : (
        <p className="form-actions">
          <button
            type="button"
            className="btn primary"
            disabled={!chosen}
            title={chosen ? undefined : t('sun.chooseFirst')}
            onClick={() => chosen && void sun.study({ ...form, of: { kind: 'one', ...chosen } })}
          >
            {t('sun.studyOne')}
          </button>
          {(layers.length > 0 || ofScheme.chosen !== null) && (
            <button type="button" className="btn" onClick={() => void sun.study({ ...form, of: { kind: 'shaded' } })}>
              {t('sun.studyShaded')}
            </button>
          )}
        </p>
      )}
      {study.kind === 'failed' && <ErrorNotice what={t('sun.studyFailed')} reason={study.reason} />}
      <details className="fold">
        <summary>{t('sun.morePlaces')}</summary>
        <PointFan form={form} />
        <SunOnGround form={form} />
      </details>
    </section>
  );
}

/** Layer and id of the selected object. */
function useChosen(): { layer: string; id: string } | null {
  const { catalogue } = useApp();
  const gid = useTwin((state) => state.selectedGid);
  const found = useQuery(gid === null ? null : `sun ${gid}`, async () => {
    const one = gid === null ? null : await catalogue.describe(gid);
    return one && { layer: one.layerId, id: one.id };
  });
  return gid !== null && found.kind === 'answered' ? found.answer : null;
}

import { useState } from 'react';
import type * as v from 'valibot';
import { type IncidentAct, TypedLoss as TypedLossFields } from '../../../../model/incidents/incident-entry.ts';
import type { IncidentFacts } from '../../../../model/incidents/incident-state.ts';
import { defaultsOf } from '../../../../model/questions/question.ts';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

type Side = 'without' | 'with';
const SIDES: readonly Side[] = ['without', 'with'];
type Runs = IncidentFacts['runs'];

/**
 * The two runs that the avoided loss is between, chosen among those that the log has results of. Their figures come from the runs; where a
 * run tells none, a person types them, and they are marked so.
 */
export function RunField({ onWrite, facts }: { onWrite: (act: IncidentAct) => void; facts: IncidentFacts }) {
  const { t } = useWords();
  const done = facts.runs.filter(({ result }) => result !== null);
  if (done.length === 0) return <p className="note">{t('incidentLog.noRuns')}</p>;
  const chosen = { without: facts.scoreRuns?.without ?? null, with: facts.scoreRuns?.with ?? null };
  return (
    <div className="incident-run">
      {SIDES.map((side) => (
        <ChoiceField
          key={side}
          label={t(`incidentLog.run_${side}`)}
          value={chosen[side] ?? ''}
          options={[
            { value: '', label: t('incidentLog.none_') },
            ...done.map((run, i) => ({ value: run.act.run, label: `${i + 1} · ${run.act.name || run.act.engine}` })),
          ]}
          onChange={(run) => onWrite({ kind: 'score-runs', ...chosen, [side]: run === '' ? null : run })}
        />
      ))}
      <TypedLoss runs={done} onWrite={onWrite} />
    </div>
  );
}

/** Figures of a run by hand, as its list of impacts says them: the result is written again with them, marked typed. */
function TypedLoss({ runs, onWrite }: { runs: Runs; onWrite: (act: IncidentAct) => void }) {
  const { t } = useWords();
  const [key, setKey] = useState('');
  const [figures, setFigures] = useState<v.InferOutput<typeof TypedLossFields>>(defaultsOf(TypedLossFields));
  const one = runs.find(({ act }) => act.run === key) ?? runs.findLast(({ result }) => !result?.loss) ?? runs[0];
  const { result } = one;
  if (!result) return null;
  const write = () => {
    const loss = {
      personMmMin: Math.round(1000 * figures.personMMin),
      roadMin: Math.round(60 * figures.roadH),
      dwellings: Math.round(figures.dwellings),
    };
    onWrite({ ...result, loss, isTyped: true });
  };
  return (
    <details>
      <summary>{t('incidentLog.typeLoss')}</summary>
      <ChoiceField
        label={t('incidentLog.run')}
        value={one.act.run}
        options={runs.map(({ act }, i) => ({ value: act.run, label: `${i + 1} · ${act.name || act.engine}` }))}
        onChange={setKey}
      />
      <Fields of={TypedLossFields} value={figures} onChange={(part) => setFigures({ ...figures, ...part })} />
      <p className="row-head">
        <button type="button" className="btn small" onClick={write}>
          {t('incidentLog.writeTyped')}
        </button>
        <span className="note">{t('incidentLog.runCount', { count: formatNumber(runs.length) })}</span>
      </p>
    </details>
  );
}

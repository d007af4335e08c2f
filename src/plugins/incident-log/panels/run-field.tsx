import { useState } from 'react';
import type { IncidentAct } from '../../../../model/incidents/incident-entry.ts';
import type { IncidentFacts } from '../../../../model/incidents/incident-state.ts';
import { jsonHash } from '../../../../model/text/json-hash.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { NumberField, RadioField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { newKey } from '../open.ts';

/** More than any city has. */
const MAX_FIGURE = 1e9;

/**
 * A finished run of this page for the log: what it was asked, its hash, and the figures that the score of avoided loss is made of, as its
 * list of impacts says them.
 */
export function RunField({ onWrite, facts }: { onWrite: (act: IncidentAct) => void; facts: IncidentFacts }) {
  const { t } = useWords();
  const runs = useTwin((state) => state.runs);
  const done = Object.entries(runs).flatMap(([engine, { list }]) =>
    list.flatMap((run) => (run.hash === null || !HASH.test(run.hash) ? [] : [{ engine, run, hash: run.hash }])),
  );
  const [chosen, setChosen] = useState('');
  const [orders, setOrders] = useState<'with' | 'without'>('without');
  const [figures, setFigures] = useState({ personMMin: 0, roadH: 0, dwellings: 0 });
  const one = done.find(({ run }) => run.id === chosen) ?? done[0];
  if (!one) return <p className="note">{t('incidentLog.noRuns')}</p>;
  const set = (part: Partial<typeof figures>) => setFigures({ ...figures, ...part });
  const write = () => {
    const run = newKey();
    const inputHash = jsonHash(JSON.parse(JSON.stringify([one.engine, one.run.form, one.run.origin])));
    onWrite({ kind: 'run', run, engine: one.engine, inputHash, orders });
    const loss = {
      personMmMin: Math.round(1000 * figures.personMMin),
      roadMin: Math.round(60 * figures.roadH),
      dwellings: Math.round(figures.dwellings),
    };
    onWrite({ kind: 'run-result', run, hash: one.hash, loss, text: one.run.name });
  };
  return (
    <div className="incident-run">
      <RadioField
        label={t('incidentLog.run')}
        value={one.run.id}
        options={done.map(({ run }) => ({ value: run.id, label: run.name }))}
        onChange={setChosen}
      />
      <RadioField
        label={t('incidentLog.runOrders')}
        value={orders}
        options={(['without', 'with'] as const).map((value) => ({ value, label: t(`incidentLog.orders_${value}`) }))}
        onChange={setOrders}
      />
      <NumberField
        label={t('incidentLog.exposure')}
        unit={t('incidentLog.exposureUnit')}
        value={figures.personMMin}
        min={0}
        max={MAX_FIGURE}
        onChange={(personMMin) => set({ personMMin })}
      />
      <NumberField
        label={t('incidentLog.roads')}
        unit="h"
        value={figures.roadH}
        min={0}
        max={MAX_FIGURE}
        onChange={(roadH) => set({ roadH })}
      />
      <NumberField
        label={t('incidentLog.dwellings')}
        unit=""
        value={figures.dwellings}
        min={0}
        max={MAX_FIGURE}
        onChange={(dwellings) => set({ dwellings })}
      />
      <p className="row-head">
        <button type="button" className="btn small" onClick={write}>
          {t('incidentLog.writeRun')}
        </button>
        {facts.runs.length > 0 && (
          <span className="note">{t('incidentLog.runCount', { count: facts.runs.length })}</span>
        )}
      </p>
    </div>
  );
}

const HASH = /^[0-9a-f]{64}$/;

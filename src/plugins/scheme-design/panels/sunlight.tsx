import { useState } from 'react';
import type { Scheme } from '../../../../model/schemes/scheme.ts';
import type { SunVerdict } from '../../../../model/schemes/site-figures.ts';
import { Progress } from '../../../kit/analysis-parts.tsx';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { RuleMark } from '../../../kit/rule-mark.tsx';
import { useWords } from '../../../kit/words.ts';
import { sunRulesIn } from '../../../twin/city-rules.ts';
import { SUN_STUDIES } from '../../../twin/sun-studies.ts';
import { studySun } from '../study-sun.ts';

/** Listed buildings at most of those that lose most. */
const LOSERS_LISTED = 20;

/** Lists the buildings whose windows fall below the rule with the scheme; the walls show their hours when it is done. */
export function Sunlight({ scheme }: { scheme: Scheme }) {
  const { t, of } = useWords();
  const app = useApp();
  const site = useTwin(({ schemeSites }) => schemeSites[scheme.id] ?? null);
  const offered = useTwin((state) => sunRulesIn(app.twin.city, state));
  const [rule, setRule] = useState(offered[0].id);
  const [doneRatio, setDone] = useState<number | null>(null);
  const studies = app.service(SUN_STUDIES);
  if (!studies) return null;
  const ask = async () => {
    setDone(0);
    await studySun(app, scheme, rule, setDone);
    setDone(null);
  };
  return (
    <FormSection title={t('schemes.sunlight')}>
      <ChoiceField
        label={t('schemes.sunRule')}
        value={rule}
        options={offered.map(({ id, label }) => ({ value: id, label: of(label) }))}
        onChange={setRule}
      />
      {doneRatio !== null ? (
        <Progress label={t('schemes.sunlight')} doneRatio={doneRatio} onStop={() => studies.stop()} />
      ) : (
        <p className="row-head">
          <button
            type="button"
            className="btn small"
            disabled={site === null || scheme.buildings.length === 0}
            onClick={() => void ask()}
          >
            {t('schemes.sunAsk')}
          </button>
        </p>
      )}
      {site?.sun ? <Verdict sun={site.sun} /> : <p className="note">{t('schemes.sunNone')}</p>}
    </FormSection>
  );
}

function Verdict({ sun }: { sun: SunVerdict }) {
  const { t, of } = useWords();
  const { catalogue } = useApp();
  const select = useTwin((state) => state.select);
  const goTo = async (id: string) => {
    const gid = await catalogue.gidOf(id);
    if (gid !== null) select(gid);
  };
  return (
    <>
      <p className="note" role="status" data-sun={sun.lostWindows}>
        <RuleMark standing={{ kind: sun.isUnverified ? 'unconfirmed' : 'stated' }} />{' '}
        {t('schemes.sunSum', {
          rule: of(sun.rule),
          buildings: formatNumber(sun.buildings),
          lost: formatNumber(sun.lostWindows),
        })}
        {sun.leftOut > 0 && ` ${t('schemes.sunLeftOut', { count: formatNumber(sun.leftOut) })}`}
      </p>
      <ul className="scheme-differences">
        {sun.losers.slice(0, LOSERS_LISTED).map((one) => (
          <li key={one.id} data-loser={one.id}>
            <button type="button" className="link" onClick={() => void goTo(one.id)}>
              {of(one.name)}
            </button>
            <p className="note">
              {t('schemes.sunLoser', {
                lost: formatNumber(one.lost),
                judged: formatNumber(one.judged),
                storey: one.storey + 1,
                before: formatNumber(one.beforeMin),
                after: formatNumber(one.afterMin),
              })}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

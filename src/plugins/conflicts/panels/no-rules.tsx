import { useState } from 'react';
import { countryOf } from '../../../../model/city/country.ts';
import { PLAN_RULE_PACKS, packCountryOf } from '../../../../model/plans/base-basis.ts';
import type { PlanRules } from '../../../../model/plans/plan-rules.ts';
import { useApp, useController } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FileButton } from '../../../kit/file-button.tsx';
import { useWords } from '../../../kit/words.ts';
import { failureOf, type Reason } from '../../../twin/failure.ts';
import { conflictsController } from '../controller.ts';

/** The name of a country as the reader's language has it. */
function useCountryName(): (code: string) => string {
  const { language } = useWords();
  return (code) => new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
}

/** Says that the program has no rules for the city's country, with the two ways to have some. */
export function NoRules() {
  const { t } = useWords();
  const { twin } = useApp();
  const { basis } = useController(conflictsController);
  const nameOf = useCountryName();
  const [failure, setFailure] = useState<Reason | null>(null);
  const country = countryOf(twin.city);
  const open = (file: File) => {
    setFailure(null);
    basis.open('rules', file).catch((error: unknown) => setFailure(failureOf(error)));
  };
  return (
    <div className="plan-outdated" data-no-rules="">
      <p role="status">
        {country ? t('conflicts.noRulesOf', { country: nameOf(country.code) }) : t('conflicts.noRulesCountryless')}{' '}
        {t('conflicts.noRulesRemedy')}
      </p>
      {failure && <ErrorNotice what={t('conflicts.openFailed')} reason={failure} />}
      <p className="row-head wrap">
        {[...PLAN_RULE_PACKS].map(([code, rules]) => (
          <button key={code} type="button" className="btn small primary" onClick={() => basis.change({ rules })}>
            {t('conflicts.takePack', { country: nameOf(code) })}
          </button>
        ))}
        <FileButton accept=".json" label={t('conflicts.openOwnRules')} onFile={open} />
      </p>
    </div>
  );
}

/** Says of a pack that it quotes the law of another country than the city's. */
export function ForeignPack({ rules }: { rules: PlanRules }) {
  const { t } = useWords();
  const { twin } = useApp();
  const nameOf = useCountryName();
  const pack = packCountryOf(rules);
  if (pack === null || pack === countryOf(twin.city)?.code) return null;
  return <p className="note warn">{t('conflicts.foreignPack', { country: nameOf(pack) })}</p>;
}

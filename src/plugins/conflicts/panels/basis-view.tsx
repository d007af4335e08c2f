import type { ReactNode } from 'react';
import type { PlanBasis } from '../../../../model/plans/plan-basis.ts';
import { IconButton } from '../../../kit/controls.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

/** Rules and crosswalk, as this browser edits them. */
export interface BasisView {
  now: PlanBasis;
  shipped: PlanBasis;
}

export interface MarkProps {
  /** What the shipped one has, or the rules have; null: the same. */
  shipped: string | null;
  /** Against which it is marked. */
  against?: 'shipped' | 'ruled';
  onReset: () => void;
}

/** A field and, where it differs, what was shipped or ruled, with the way back. */
export function Marked({ shipped, against = 'shipped', onReset, children }: MarkProps & { children?: ReactNode }) {
  const { t } = useWords();
  if (shipped === null) return children;
  const isRuled = against === 'ruled';
  const value = { value: shipped };
  return (
    <div className="marked">
      {children}
      <p className="note">
        <span className="tag">{t('conflicts.changed')}</span>{' '}
        {t(isRuled ? 'conflicts.ruledValue' : 'conflicts.shippedValue', value)}
        <span className="space" />
        <IconButton
          icon="undo"
          label={t(isRuled ? 'conflicts.resetRuled' : 'conflicts.resetField', value)}
          onClick={onReset}
        />
      </p>
    </div>
  );
}

/** How many differ from the shipped set, and which of those are not there. */
export function ChangeCount({ text, missing }: { text: string; missing: number }) {
  const { t } = useWords();
  return (
    <p className="note basis-count" role="status">
      {text}
      {missing > 0 && ` · ${t('conflicts.missing', { count: formatNumber(missing) })}`}
    </p>
  );
}

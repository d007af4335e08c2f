import { useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import type { SchemeChoice } from '../slice.ts';

/** Over two pictures: the scheme that each of them shows, at the line between them. */
export function SideNames() {
  const { t } = useWords();
  const schemes = useTwin((state) => state.schemes);
  const { left, right } = useTwin(({ schemeSides }) => schemeSides);
  const atRatio = useTwin(({ compare, swipeRatio }) => (compare === 'split' ? 0.5 : swipeRatio));
  const nameOf = (choice: SchemeChoice) => schemes.find(({ id }) => id === choice)?.name ?? t('schemes.today');
  return (
    <section className="scheme-side-names" aria-label={t('schemes.sideNames')} style={{ left: `${atRatio * 100}%` }}>
      <b className="left">{nameOf(left)}</b>
      <b className="right">{nameOf(right)}</b>
    </section>
  );
}

import { useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import type { SchemeChoice } from '../slice.ts';

/** Over several pictures: the scheme that each of them shows, of two at the line between them, of more at its head. */
export function SideNames() {
  const { t } = useWords();
  const schemes = useTwin((state) => state.schemes);
  const choices = useTwin(({ schemeViews }) => schemeViews);
  const boxes = useTwin(({ viewBoxes }) => viewBoxes);
  const atRatio = useTwin(({ compare, swipeRatio }) => (compare === 'split' ? 0.5 : swipeRatio));
  const nameOf = (choice: SchemeChoice) => schemes.find(({ id }) => id === choice)?.name ?? t('schemes.today');
  if (boxes.length > 0)
    return (
      <section aria-label={t('schemes.sideNames')}>
        {boxes.map(({ leftPx, topPx, widthPx }, i) => (
          <b className="scheme-view-name" key={`${leftPx} ${topPx}`} style={{ left: leftPx + widthPx, top: topPx }}>
            {nameOf(choices[i])}
          </b>
        ))}
      </section>
    );
  return (
    <section className="scheme-side-names" aria-label={t('schemes.sideNames')} style={{ left: `${atRatio * 100}%` }}>
      <b className="left">{nameOf(choices[0])}</b>
      <b className="right">{nameOf(choices[1])}</b>
    </section>
  );
}

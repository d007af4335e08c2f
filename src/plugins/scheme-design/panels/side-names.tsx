import { useTwin } from '../../../kit/app-context.tsx';
import { useWords } from '../../../kit/words.ts';
import type { SchemeChoice } from '../slice.ts';

/** Names the scheme that each of three or four pictures shows, at its head; two are named at the line between them. */
export function SideNames() {
  const { t } = useWords();
  const schemes = useTwin((state) => state.schemes);
  const choices = useTwin(({ schemeViews }) => schemeViews);
  const boxes = useTwin(({ viewBoxes }) => viewBoxes);
  const nameOf = (choice: SchemeChoice) => schemes.find(({ id }) => id === choice)?.name ?? t('schemes.today');
  if (boxes.length === 0) return null;
  return (
    <section aria-label={t('schemes.sideNames')}>
      {boxes.map(({ leftPx, topPx, widthPx }, i) => (
        <b className="scheme-view-name" key={`${leftPx} ${topPx}`} style={{ left: leftPx + widthPx, top: topPx }}>
          {nameOf(choices[i])}
        </b>
      ))}
    </section>
  );
}

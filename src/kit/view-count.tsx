import { VIEW_COUNTS } from '../twin/compare.ts';
import { useTwin } from './app-context.tsx';
import { Segmented } from './controls.tsx';
import { useWords } from './words.ts';

/** How many pictures stand beside one another in a split. */
export function ViewCountField() {
  const { t } = useWords();
  const count = useTwin((state) => state.viewCount);
  const choose = useTwin((state) => state.setViewCount);
  return (
    <Segmented
      label={t('panes.count')}
      value={`${count}`}
      options={VIEW_COUNTS.map((one) => ({ value: `${one}`, label: t('panes.amount', { n: one }) }))}
      onChange={(chosen) => choose(VIEW_COUNTS.find((one) => `${one}` === chosen) ?? 2)}
    />
  );
}

/** What a picture of several is called: of two by its side, of more by its number. */
export function useViewName(): (index: number, count: number) => string {
  const { t } = useWords();
  return (index, count) => {
    if (count > 2) return t('panes.name', { n: index + 1 });
    return t(index === 0 ? 'panes.left' : 'panes.right');
  };
}

import type { ColumnOf } from '../../../model/questions/thematic-maps.ts';
import type { ThemeResult } from '../../../workers/thematic-maps/engine-types.ts';
import { useApp } from '../../kit/app-context.tsx';
import { useWords } from '../../kit/words.ts';
import { unitText } from './legend-text.ts';

/** What a map says of itself: its title, what is shown in which unit, whence and of when. */
export function useCaption(): (result: ThemeResult) => { title: string; shown: string; source: string; date: string } {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  return (result) => {
    const { request } = result;
    const layer = twin.city.layers.find(({ id }) => id === request.layer);
    const nameOf = ({ of: whose, name }: ColumnOf): string => {
      const label = layer?.attributes.find((one) => one.name === name)?.label;
      return whose === 'layer' && label ? of(label) : name;
    };
    const { measure, per, table } = request;
    const what = measure.by === 'count' ? t('theme.count') : nameOf(measure.column);
    const divided = per.by === 'number' ? `${what} / ${nameOf(per.column)}` : what;
    const unit = unitText(result, { t, language });
    const own = layer ? of(layer.source.name) : '';
    return {
      title: request.title || `${layer ? of(layer.label) : request.layer} · ${divided}`,
      shown: unit ? `${divided} (${unit})` : divided,
      source: request.source || [own, table?.file ?? ''].filter((one) => one !== '').join(' · '),
      date: request.date || (layer?.source.date ?? ''),
    };
  };
}

import { verticalDatumName } from '../../../model/geo/vertical-datum-name.ts';
import { useApp, usePicture, useTwin } from '../../kit/app-context.tsx';
import { formatSourceDate } from '../../kit/city-time.ts';
import { Panel } from '../../kit/controls.tsx';
import { formatBytes, formatNumber } from '../../kit/format.ts';
import { useWords } from '../../kit/words.ts';

/** Lists whose data this is, under which licences, on which datum, and what the picture holds in memory. */
export function Credits({ onClose }: { onClose: () => void }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { city } = twin;
  const tiles = usePicture((picture) => picture.tiles);
  const baseMap = useTwin((state) => city.baseMaps?.find(({ id }) => id === state.baseMap));
  const credited = [...city.layers, ...(baseMap ? [baseMap] : [])];
  const sources = [...new Map(credited.map(({ source }) => [source.name.en + source.licence, source])).values()];
  const used = tiles ? formatBytes(tiles.bytes) : null;
  return (
    <Panel title={t('foot.credits')} className="tool credits" onClose={onClose}>
      <p>{of(city.about)}</p>
      <ul>
        {sources.map((source) => (
          <li key={source.name.en + source.licence}>
            <b>{of(source.name)}</b>
            <span>{source.licence}</span>
            {source.date && <span>{formatSourceDate(source.date, language)}</span>}
          </li>
        ))}
        {city.terrain && <li>{of(city.terrain.source)}</li>}
        <li>{t('foot.naturalEarth')}</li>
        <li>{t('foot.cesium')}</li>
      </ul>
      <p className="note">
        {t('foot.vertical')} {of(verticalDatumName(city.datum.vertical))}
      </p>
      <p className="note">
        {t('foot.bakedBy', { by: city.bakedBy })} <span className="mono">{city.inputHash.slice(0, 12)}</span>
      </p>
      {tiles && used && (
        <p className="note">
          {t('foot.tiles')}{' '}
          {t('foot.tilesValue', {
            amount: formatNumber(tiles.count),
            used: used.value,
            budget: formatBytes(tiles.budgetBytes).value,
            unit: used.unit,
          })}
        </p>
      )}
    </Panel>
  );
}

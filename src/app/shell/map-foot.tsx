import { useApp, usePanels, usePicture, useTwin } from '../../kit/app-context.tsx';
import { formatSourceDate } from '../../kit/city-time.ts';
import { Panel } from '../../kit/controls.tsx';
import { FocusHolder } from '../../kit/focus-holder.tsx';
import { formatBytes, formatDistance, formatLonLat, formatNumber, scaleBar, THIN_SPACE } from '../../kit/format.ts';
import { SlotPanels } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { PicturePanel } from './picture-panel.tsx';
import { WordsButton } from './picture-words.tsx';
import { PrintButton } from './print-sheet.tsx';

const SCALE_PX = 110;

/** What the pointer is on, how long a kilometre is, whose data this is, and when memory makes the picture coarser. */
export function MapFoot() {
  const { t } = useWords();
  const openPanel = usePanels(({ aboveFoot }) => aboveFoot);
  const setOpenPanel = usePanels(({ openAboveFoot }) => openAboveFoot);
  const engine = useTwin((state) => state.engine);
  const pointer = usePicture((picture) => picture.pointer);
  const coarseness = usePicture((picture) => Math.round(picture.tiles.coarseness * 10) / 10);
  const close = () => setOpenPanel(null);
  /** They stand in the one place above the foot. */
  const toggle = (panel: 'credits' | 'picture') => setOpenPanel(openPanel === panel ? null : panel);
  return (
    <>
      {openPanel === 'credits' && (
        <FocusHolder key="credits" onEscape={close}>
          <Credits onClose={close} />
        </FocusHolder>
      )}
      {openPanel === 'picture' && engine === 'globe' && (
        <FocusHolder key="picture" onEscape={close}>
          <PicturePanel onClose={close} />
        </FocusHolder>
      )}
      <div className="map-foot">
        {coarseness !== null && coarseness > 1 && (
          <span className="tag warn">{t('foot.coarser', { times: formatNumber(coarseness, 1) })}</span>
        )}
        {pointer && (
          <span className="pointer" title={t('foot.pointer')}>
            {formatLonLat(pointer.lonLat.lonDeg, pointer.lonLat.latDeg)}
            {' · '}
            {t('foot.elevation', { value: formatNumber(pointer.elevationM, 1), space: THIN_SPACE })}
          </span>
        )}
        <button
          type="button"
          className="link"
          aria-expanded={openPanel === 'credits'}
          onClick={() => toggle('credits')}
        >
          {t('foot.credits')}
        </button>
        <WordsButton />
        <PrintButton />
        {engine === 'globe' && (
          <button
            type="button"
            className="link"
            aria-expanded={openPanel === 'picture'}
            onClick={() => toggle('picture')}
          >
            {t('print.picture')}
          </button>
        )}
        <SlotPanels slot="share" />
        <ScaleBar />
      </div>
    </>
  );
}

/** Nothing while the middle of the picture shows the sky. */
function ScaleBar() {
  const { t } = useWords();
  const metresPerPx = usePicture((picture) => picture.metresPerPx);
  const bar = metresPerPx ? scaleBar(metresPerPx, SCALE_PX) : null;
  if (!bar) return null;
  const { value, unit } = formatDistance(bar.metres);
  const length = `${value}${THIN_SPACE}${unit}`;
  return (
    <span className="scale" role="img" aria-label={t('foot.scale', { length })}>
      {length}
      <i style={{ width: bar.widthPx }} />
    </span>
  );
}

function Credits({ onClose }: { onClose: () => void }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { city } = twin;
  const tiles = usePicture((picture) => picture.tiles);
  const baseMap = useTwin((state) => city.baseMaps?.find(({ id }) => id === state.baseMap));
  const credited = [...city.layers, ...(baseMap ? [baseMap] : [])];
  const sources = [...new Map(credited.map(({ source }) => [source.name.en + source.licence, source])).values()];
  const used = tiles ? formatBytes(tiles.bytes) : null;
  return (
    <Panel title={t('foot.credits')} className="above-foot credits" onClose={onClose}>
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
        {t('foot.vertical')} {city.datum.vertical}
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

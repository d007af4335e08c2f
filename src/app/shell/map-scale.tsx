import { useApp, usePanels, usePicture, useTwin } from '../../kit/app-context.tsx';
import { formatDistance, formatLonLat, formatNumber, scaleBar, THIN_SPACE } from '../../kit/format.ts';
import { useWords } from '../../kit/words.ts';
import { CREDITS } from './plugin.ts';

const SCALE_PX = 84;

/** How long a stretch of ground is, where the pointer is, whose data this is, and when memory makes the picture coarser. */
export function MapScale() {
  const { t } = useWords();
  const { panels } = useApp();
  const isOpen = usePanels(({ tool }) => tool === CREDITS);
  const pointer = usePicture((picture) => picture.pointer);
  const coarseness = usePicture((picture) => Math.round(picture.tiles.coarseness * 10) / 10);
  // Over a ground of glass dark letters are not read.
  const isGlass = useTwin(({ underground }) => underground !== 'off');
  return (
    <div className="map-scale" data-theme={isGlass ? 'command' : undefined}>
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
        aria-expanded={isOpen}
        onClick={() => panels.getState().openTool(isOpen ? null : CREDITS)}
      >
        {t('foot.credits')}
      </button>
      <ScaleBar />
    </div>
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

import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useApp, usePicture, useTwin } from '../../kit/app-context.tsx';
import { cityTime, formatDay, formatSourceDate, formatTime } from '../../kit/city-time.ts';
import { formatDistance, scaleBar, THIN_SPACE } from '../../kit/format.ts';
import { SlotPanels } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';
import { DESKS } from '../desks.ts';
import { isSimulated } from './is-simulated.ts';
import { namesOnScreen, type SheetName } from './sheet-names.ts';

/** On paper the scale bar is at most this share of the picture's width. */
const SCALE_SHARE = 0.16;

/** Height of the sheet that the block below the picture takes; the style sheet has the same. */
const FOOT_MM = 42;

/** A picture ready for paper, and what was shown when it was taken. */
interface Sheet {
  url: string;
  /** Width to height of the picture. */
  aspectRatio: number;
  /** Ground metres across it where its middle is; null: that shows the sky. */
  metresWide: number | null;
  names: readonly SheetName[];
}

/** Puts the picture on a sheet with title block, legend, scale, time and sources, through the browser's own print; A4 and A3 alike. */
export function PrintButton() {
  const { t } = useWords();
  const { view, panels, report } = useApp();
  const metresPerPx = usePicture((picture) => picture.metresPerPx);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    try {
      const names = namesOnScreen();
      const canvas = await view.photograph(new AbortController().signal);
      const metresWide = metresPerPx === null ? null : metresPerPx * pictureWidthPx();
      const aspectRatio = canvas.width / canvas.height;
      setSheet({ url: canvas.toDataURL('image/jpeg', 0.92), aspectRatio, metresWide, names });
    } catch (error) {
      report('print', error);
      panels.getState().notify(t('print.failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="btn" disabled={isBusy} onClick={take}>
        {t(isBusy ? 'print.taking' : 'print.print')}
      </button>
      {sheet && createPortal(<PrintSheet sheet={sheet} onDone={() => setSheet(null)} />, document.body)}
    </>
  );
}

/** Returns how wide the picture is on screen, CSS pixels. */
export const pictureWidthPx = (): number =>
  document.querySelector('[data-map]')?.getBoundingClientRect().width ?? window.innerWidth;

/** Seen on paper alone; the browser asks for the printer as soon as the picture stands in it. */
export function PrintSheet({
  sheet: { url, aspectRatio, metresWide, names },
  onDone,
}: {
  sheet: Sheet;
  onDone: () => void;
}) {
  useEffect(() => {
    window.addEventListener('afterprint', onDone);
    return () => window.removeEventListener('afterprint', onDone);
  }, [onDone]);
  // The picture fills its frame, whatever the shape of the page: what stands over it above and below, or at its sides, is cut.
  const widthCss = `max(100vw, (100vh - ${FOOT_MM}mm) * ${aspectRatio})`;
  return (
    <section className="print-sheet" aria-hidden="true">
      <div className="print-frame">
        <div className="print-picture" style={{ width: widthCss, aspectRatio }}>
          <img src={url} alt="" onLoad={() => window.print()} />
          {names.map(({ text, className, xRatio, yRatio }, i) => (
            <span key={i} className={className} style={{ left: `${100 * xRatio}%`, top: `${100 * yRatio}%` }}>
              {text}
            </span>
          ))}
        </div>
      </div>
      <SheetFoot parts={ALL_PARTS} metresWide={metresWide} widthCss={widthCss} />
    </section>
  );
}

/** What stands under a picture. */
export const SHEET_PARTS = ['title', 'legend', 'scale', 'north', 'date', 'sources', 'origin'] as const;
export type SheetPart = (typeof SHEET_PARTS)[number];
const ALL_PARTS: ReadonlySet<SheetPart> = new Set(SHEET_PARTS);

/** Title, legend, time, sources, north and scale of a picture that is `widthCss` wide on its sheet. */
export function SheetFoot({
  parts,
  metresWide,
  widthCss,
}: {
  parts: ReadonlySet<SheetPart>;
  metresWide: number | null;
  widthCss: string;
}) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { city } = twin;
  const desk = useTwin((state) => state.desk);
  const shownTimeMs = useTwin((state) => state.shownTimeMs);
  const shown = cityTime(shownTimeMs, city.zone);
  const hasSimulated = useTwin(isSimulated);
  const headingDeg = useTwin((state) => Math.round(state.camera.headingDeg));
  const shownLayers = useTwin((state) => state.layers);
  const bar = metresWide === null ? null : scaleBar(metresWide, SCALE_SHARE);
  const length = bar && formatDistance(bar.metres);
  const sources = [
    ...new Map(
      city.layers.filter(({ id }) => shownLayers[id]?.shown).map(({ source }) => [source.name.en, source]),
    ).values(),
  ];
  const label = DESKS.find(({ id }) => id === desk)?.label;
  return (
    <footer>
      <div className="print-title">
        {parts.has('title') && (
          <>
            <h1>
              {of(city.name)}
              {city.fictional && ` · ${t('app.fictional')}`}
            </h1>
            <p>{label && of(label)}</p>
          </>
        )}
        {parts.has('origin') && hasSimulated && <p>{t('print.simulated')}</p>}
      </div>
      <div className="print-legend">{parts.has('legend') && <SlotPanels slot="legend" />}</div>
      <dl>
        {parts.has('date') && (
          <>
            <dt>{t('print.shown')}</dt>
            <dd>{`${shown.year}-${formatDay(shown, language)} ${formatTime(shown)}`}</dd>
          </>
        )}
        {parts.has('sources') && (
          <>
            <dt>{t('print.source')}</dt>
            <dd>
              {sources
                .map(({ name, licence, date }) =>
                  [of(name), licence, date && formatSourceDate(date, language)].filter(Boolean).join(', '),
                )
                .join('; ')}
            </dd>
            <dt>{t('print.version')}</dt>
            <dd className="mono">{city.inputHash.slice(0, 12)}</dd>
          </>
        )}
      </dl>
      <div className="print-scale">
        {parts.has('north') && (
          <svg viewBox="0 0 20 20" aria-hidden="true" style={{ transform: `rotate(${-headingDeg}deg)` }}>
            <path d="M10 1 15 18 10 14 5 18z" />
          </svg>
        )}
        {parts.has('scale') && bar && length && (
          <p>
            <i style={{ width: `calc(${bar.widthPx} * ${widthCss})` }} />
            {`${length.value}${THIN_SPACE}${length.unit}`}
            <small>{t('print.atMiddle')}</small>
          </p>
        )}
      </div>
    </footer>
  );
}

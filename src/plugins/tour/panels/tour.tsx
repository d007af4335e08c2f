import { useEffect } from 'react';
import { assumptionText } from '../../../../model/city/assumption.ts';
import type { Manifest, View } from '../../../../model/city/manifest.ts';
import { M_PER_DEG } from '../../../../model/geo/earth.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, instantOf } from '../../../kit/city-time.ts';
import { timeOfAltitude } from '../../../kit/daylight.ts';
import { formatTotal } from '../../../kit/format.ts';
import { FreeSpace } from '../../../kit/free-space.tsx';
import { Icon, type IconName } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import type { Twin } from '../../../twin/twin.ts';

const NUMBERS_ZH = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** 一 to 十; figures beyond. */
const numberZh = (number: number): string => NUMBERS_ZH[number - 1] ?? String(number);

/** 展厅: a cover that starts at a touch, then chapters that anyone may stop and go on by themselves. */
export function TourDesk() {
  const { twin } = useApp();
  const mode = useTwin((state) => state.tour);
  useEffect(() => showDusk(twin), [twin]);
  // who only looked at the hall stands where they stood before
  useEffect(() => {
    const { camera } = twin.getState();
    return () => twin.getState().flyTo(camera, 0);
  }, [twin]);
  return (
    <div className="tour" data-size="kiosk">
      {mode === 'off' ? <Cover /> : <Chapter />}
    </div>
  );
}

/** The sun of the cover just gone: the sky wears nothing of day or night, and windows are lit. */
const COVER_SUN_DEG = -1;

/** LOOK §8: the cover is the city at dusk. The hour that was shown comes back when the desk is left. */
function showDusk(twin: Twin): () => void {
  const { tour, shownTimeMs, showTime } = twin.getState();
  if (tour !== 'off') return () => {};
  const { zone, origin } = twin.city;
  const { year, month, day } = cityTime(shownTimeMs, zone);
  const dusk = timeOfAltitude({ year, month, day }, COVER_SUN_DEG, zone, origin);
  showTime(instantOf(year, month, day, dusk, zone));
  return () => showTime(shownTimeMs);
}

/** How low the cover looks over the roofs, from how high and from how far before its middle: the skyline stands before the hills, as in LOOK's picture. */
const COVER_PITCH_DEG = -6;
const COVER_HEIGHT_M = 320;
const COVER_BEFORE_M = 1300;

/** The view home, sunk to the skyline and near: the same middle lies in its lower half, the same way to look. */
export function coverView({ home, origin }: Pick<Manifest, 'home' | 'origin'>): View {
  const rad = Math.PI / 180;
  const homeAheadM = (home.heightM - origin.heightM) / Math.tan(-Math.min(-10, home.pitchDeg) * rad);
  const aheadM = homeAheadM - COVER_BEFORE_M;
  const heading = home.headingDeg * rad;
  return {
    lonDeg: home.lonDeg + (aheadM * Math.sin(heading)) / (M_PER_DEG * Math.cos(home.latDeg * rad)),
    latDeg: home.latDeg + (aheadM * Math.cos(heading)) / M_PER_DEG,
    heightM: origin.heightM + COVER_HEIGHT_M,
    headingDeg: home.headingDeg,
    pitchDeg: COVER_PITCH_DEG,
  };
}

function Cover() {
  const { t, of, language } = useWords();
  const { twin, view } = useApp();
  const { city } = twin;
  useEffect(() => {
    twin.getState().flyTo(coverView(twin.city));
    return view.attract();
  }, [twin, view]);
  const minutes = Math.max(1, Math.round(city.tour.reduce((sum, { seconds }) => sum + seconds, 0) / 60));
  const hasTour = city.tour.length > 0;
  const arranged = city.facts?.tour;
  return (
    <div className="cover">
      <FreeSpace className="cover-free" />
      <div className="cover-title">
        <h1>{of(city.name)}</h1>
        {language === 'zh' && <p className="latin">{city.name.en}</p>}
      </div>
      <p className="cover-about">
        {city.tour[0] && of(city.tour[0].title)}
        <small>{city.fictional ? t('tour.fictional') : of(city.about)}</small>
        {arranged?.state === 'inferred' && <small>{assumptionText(arranged, language)}</small>}
      </p>
      {hasTour && (
        <button type="button" className="start" onClick={() => twin.getState().startTour()}>
          <Icon name="hand" />
          <b>{t('tour.start')}</b>
          <span>{t('tour.startHint', { count: minutes })}</span>
        </button>
      )}
      {!hasTour && <p className="start">{t('tour.noTour')}</p>}
      <div className="languages">
        {(['zh', 'en'] as const).map((choice) => (
          <button
            key={choice}
            type="button"
            lang={choice === 'zh' ? 'zh-CN' : 'en'}
            aria-pressed={language === choice}
            onClick={() => twin.getState().speak(choice)}
          >
            {t(`tour.${choice}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

function Chapter() {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { tour } = twin.city;
  const index = useTwin((state) => state.tourIndex);
  const mode = useTwin((state) => state.tour);
  const resumeInS = useTwin((state) => (state.tourResumeInS === null ? null : Math.ceil(state.tourResumeInS)));
  const chapter = tour[index];
  if (!chapter) return null;
  const numbers = largestLayers(twin.city, chapter.layers);
  const most = numbers[0]?.count ?? 1;
  const isHeld = mode === 'held';
  return (
    <>
      <FreeSpace className="chapter-free" />
      <article className="chapter">
        <p className="number">
          {language === 'zh'
            ? t('tour.chapter', { index: numberZh(index + 1), count: numberZh(tour.length) })
            : t('tour.chapter', { index: index + 1, count: tour.length })}
        </p>
        <h1>{of(chapter.title)}</h1>
        <p className="caption">{of(chapter.caption)}</p>
        {numbers.length > 0 && (
          <>
            <dl className="chapter-numbers">
              {numbers.map((layer) => (
                <div key={layer.id}>
                  <dd>{formatTotal(layer.count, language)}</dd>
                  <dt>{of(layer.label)}</dt>
                  <dd className="bar" aria-hidden="true">
                    <i style={{ width: `${(100 * layer.count) / most}%` }} />
                  </dd>
                </div>
              ))}
            </dl>
            <p className="whence">
              <Icon name="why" />
              {t('tour.numbersFrom')}
            </p>
          </>
        )}
      </article>
      <p className="tour-hint" role="status">
        <Icon name="hand" />
        {isHeld ? (resumeInS === null ? t('tour.held') : t('tour.resumeIn', { count: resumeInS })) : t('tour.hint')}
      </p>
      <Rail index={index} isHeld={isHeld} />
    </>
  );
}

/** Backwards, forwards, halt, and every chapter by itself. */
function Rail({ index, isHeld }: { index: number; isHeld: boolean }) {
  const { t, of, language } = useWords();
  const { twin } = useApp();
  const { tour } = twin.city;
  const { startTour, stopTour, holdTour, resumeTour, speak } = twin.getState();
  const go = (step: number) => startTour((index + step + tour.length) % tour.length);
  return (
    <div className="rail">
      <RailButton icon="home" label={t('tour.home')} onClick={stopTour} />
      <RailButton icon="stepb" label={t('tour.previous')} onClick={() => go(-1)} />
      <RailButton
        icon={isHeld ? 'play' : 'pause'}
        label={t(isHeld ? 'tour.play' : 'tour.pause')}
        isMain
        onClick={isHeld ? resumeTour : holdTour}
      />
      <RailButton icon="stepf" label={t('tour.next')} onClick={() => go(1)} />
      <ol aria-label={t('tour.rail')}>
        {tour.map(({ id, title }, i) => (
          <li key={id} className={i < index ? 'past' : i === index ? 'now' : ''}>
            <button type="button" aria-current={i === index ? 'step' : undefined} onClick={() => startTour(i)}>
              {i === index && <Progress />}
              <span>
                {language === 'zh' ? numberZh(i + 1) : i + 1} <span className="title">{of(title)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="rail-button"
        aria-label={t('top.languageName')}
        onClick={() => speak(language === 'zh' ? 'en' : 'zh')}
      >
        {t('tour.language')}
      </button>
    </div>
  );
}

function Progress() {
  const ratio = useTwin((state) => state.tourProgressRatio);
  return <i style={{ transform: `scaleX(${ratio})` }} />;
}

function RailButton({
  icon,
  label,
  onClick,
  isMain = false,
}: {
  icon: IconName;
  label: string;
  onClick: () => void;
  isMain?: boolean;
}) {
  return (
    <button type="button" className={`rail-button${isMain ? ' main' : ''}`} aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

/** Two numbers for a chapter: the layers with the most objects of those that it chooses, or of those shown at the start; figures that the data holds (LOOK §10). */
function largestLayers(city: Manifest, ids: string[] | undefined) {
  return city.layers
    .filter(({ id, shownAtStart, count }) => count > 0 && (ids ? ids.includes(id) : shownAtStart))
    .sort((a, b) => b.count - a.count)
    .slice(0, 2);
}

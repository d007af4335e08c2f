import { useEffect } from 'react';
import { assumptionText } from '../../../../model/city/assumption.ts';
import type { Manifest, View } from '../../../../model/city/manifest.ts';
import { M_PER_DEG } from '../../../../model/geo/earth.ts';
import { CITY_TOUR } from '../../../../model/tours/city-tour.ts';
import { tourSeconds } from '../../../../model/tours/tour.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { cityTime, instantOf } from '../../../kit/city-time.ts';
import { timeOfAltitude } from '../../../kit/daylight.ts';
import { FreeSpace } from '../../../kit/free-space.tsx';
import { Icon } from '../../../kit/icons.tsx';
import { useWords } from '../../../kit/words.ts';
import type { Twin } from '../../../twin/twin.ts';
import { shownTour, toursOf } from '../tours.ts';
import { Chapter } from './chapter.tsx';
import { DarkHall } from './dark-hall.tsx';

/** 展厅: a cover that starts at a touch, then chapters that anyone may stop and go on by themselves. */
export function TourDesk() {
  const { twin } = useApp();
  const mode = useTwin((state) => state.tour);
  const isDark = useTwin((state) => state.isHallDark);
  useEffect(() => showDusk(twin), [twin]);
  // who only looked at the hall stands where they stood before
  useEffect(() => {
    const { camera } = twin.getState();
    return () => twin.getState().flyTo(camera, 0);
  }, [twin]);
  return (
    <main className="tour" data-size="kiosk">
      {isDark ? <DarkHall /> : mode === 'off' ? <Cover /> : <Chapter />}
    </main>
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
  const others = useTwin((state) => state.otherTours);
  const tourId = useTwin((state) => state.tourId);
  const tour = shownTour({ otherTours: others, tourId }, city);
  const minutes = tour ? Math.max(1, Math.round(tourSeconds(tour) / 60)) : 0;
  const arranged = tour?.id === CITY_TOUR ? city.facts?.tour : undefined;
  return (
    <div className="cover">
      <FreeSpace className="cover-free" />
      <div className="cover-title">
        <h1>{of(city.name)}</h1>
        {language === 'zh' && <p className="latin">{city.name.en}</p>}
      </div>
      <p className="cover-about">
        {tour && of(tour.about ?? tour.chapters[0].title)}
        <small>{city.fictional ? t('tour.fictional') : of(city.about)}</small>
        {arranged?.state === 'inferred' && <small>{assumptionText(arranged, language)}</small>}
      </p>
      <TourList />
      {tour && (
        <button type="button" className="start" onClick={() => twin.getState().startTour()}>
          <Icon name="hand" />
          <b>{t('tour.start')}</b>
          <span>{t('tour.startHint', { count: minutes })}</span>
        </button>
      )}
      {!tour && <p className="start">{t('tour.noTour')}</p>}
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

/** Which of several tours a visitor takes; one alone needs no choice. */
function TourList() {
  const { t, of } = useWords();
  const { twin } = useApp();
  const otherTours = useTwin((state) => state.otherTours);
  const tourId = useTwin((state) => state.tourId);
  const tours = toursOf({ otherTours }, twin.city);
  if (tours.length < 2) return null;
  const chosen = shownTour({ otherTours, tourId }, twin.city);
  return (
    <ul className="tour-list" aria-label={t('tour.tours')}>
      {tours.map((tour) => (
        <li key={tour.id}>
          <button
            type="button"
            aria-pressed={tour.id === chosen?.id}
            onClick={() => twin.getState().chooseTour(tour.id)}
          >
            {tour.id === CITY_TOUR ? t('tour.cityTour') : of(tour.title)}
          </button>
        </li>
      ))}
    </ul>
  );
}
